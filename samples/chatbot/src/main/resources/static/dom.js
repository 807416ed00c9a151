// Small helpers of the page's scripts.

export const byId = (id) => document.getElementById(id);

/** A copy of a template, and its parts by name. */
export function stamp(id) {
  const root = byId(id).content.firstElementChild.cloneNode(true);
  const parts = {};
  for (const node of root.querySelectorAll("[data-part]")) parts[node.dataset.part] = node;
  return { root, parts };
}

/** An element with a text. */
export function element(tag, text, className = "") {
  const node = document.createElement(tag);
  node.textContent = text;
  node.className = className;
  return node;
}

/** A button with a text. */
export function button(text, action, className = "quiet") {
  const node = element("button", text, className);
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}

/** Requests JSON; throws the problem that came instead. */
export async function json(path, method = "GET", body = undefined) {
  const headers = { Accept: "application/json, application/problem+json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw await problem(response);
  return response.status === 204 ? null : response.json();
}

/** The problem in a response. */
export async function problem(response) {
  const fallback = { title: `The chatbot answered ${response.status}`, detail: "" };
  const known = await response.json().catch(() => fallback);
  return { ...known, status: response.status };
}

/** Has a screen reader say something. */
export function say(text) {
  byId("said").textContent = "";
  byId("said").textContent = text;
}

export const percent = (share) => (share > 0 && share < 0.01 ? "< 1 %" : `${Math.round(share * 100)} %`);

export const duration = (millis) => (millis < 1 ? "< 1 ms" : millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`);
