// The chatbot's page. Whatever was typed or answered reaches the page as text nodes only, never as markup.
import { events } from "./events.js";

const byId = (id) => document.getElementById(id);
const main = document.querySelector("main");
const log = byId("log");
const message = byId("message");
const chain = byId("chain");

const suggestions = ["Hello!", "How is the weather today?", "Tell me a joke.", "Is my Java code any good?"];
const outcomes = {
  corrected: "changed",
  unchanged: "unchanged",
  skipped: "skipped",
  "failed-open": "failed, answer kept",
  refused: "failed, answer replaced",
};

let layersOf = {};
let running = null;

/** A copy of a template, and its parts by name. */
function stamp(id) {
  const root = byId(id).content.firstElementChild.cloneNode(true);
  const parts = {};
  for (const node of root.querySelectorAll("[data-part]")) parts[node.dataset.part] = node;
  return { root, parts };
}

function element(tag, text, className = "") {
  const node = document.createElement(tag);
  node.textContent = text;
  node.className = className;
  return node;
}

/** Cuts a text at its edits; those of this side become elements of their own. */
function marked(text, spans, tag) {
  const nodes = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (start > at) nodes.push(text.slice(at, start));
    if (end > start) nodes.push(element(tag, text.slice(start, end)));
    at = end;
  }
  nodes.push(text.slice(at));
  return nodes;
}

/** Joins edits with nothing but white space between them: a phrase replaced reads better than its words. */
function spans(text, edits, from, to) {
  const joined = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (last && text.slice(last[1], edit[from]).trim() === "" && edit[to] > edit[from]) last[1] = edit[to];
    else joined.push([edit[from], edit[to]]);
  }
  return joined;
}

function layer(report) {
  const item = document.createElement("li");
  const state = report.changed ? "changed" : report.outcome === "failed-open" ? "failed" : "";
  item.append(element("b", report.name), element("span", outcomes[report.outcome] ?? report.outcome, state));
  if (report.outcome !== "skipped") item.append(element("time", report.millis < 1 ? "< 1 ms" : `${report.millis} ms`));
  if (report.detail) item.append(element("span", report.detail));
  return item;
}

function show(parts, reply) {
  const changed = reply.original !== reply.answer;
  parts.busy.hidden = true;
  parts["original-side"].hidden = !changed;
  parts["answer-side"].hidden = false;
  parts.sides.classList.toggle("two", changed);
  parts["answer-title"].textContent = changed ? "Corrected" : "Answer, nothing to correct";
  parts.original.replaceChildren(
    ...marked(reply.original, spans(reply.original, reply.edits, "originalStart", "originalEnd"), "del"));
  parts.answer.replaceChildren(
    ...marked(reply.answer, spans(reply.answer, reply.edits, "correctedStart", "correctedEnd"), "ins"));
  parts.trace.hidden = false;
  parts.chain.textContent = `Chain ${reply.chain}`;
  parts.layers.replaceChildren(...reply.layers.map(layer));
}

function ask(question) {
  const exchange = stamp("exchange");
  exchange.parts.question.textContent = question;
  log.append(exchange.root);
  byId("welcome").hidden = true;
  return exchange;
}

function showProblem(exchange, title, detail, again) {
  const { root, parts } = stamp("problem");
  parts.title.textContent = title;
  parts.detail.textContent = detail;
  parts.detail.hidden = !detail;
  parts.again.hidden = !again;
  parts.again.addEventListener("click", () => {
    if (running) return;
    exchange.root.remove();
    again();
  });
  exchange.root.querySelector(".answer-card").replaceWith(root);
}

function busy(controller) {
  running = controller;
  byId("send").disabled = controller !== null;
  byId("stop").hidden = controller === null;
  log.setAttribute("aria-busy", String(controller !== null));
}

function toEnd() {
  main.scrollTop = main.scrollHeight;
}

/** Receives one reply; returns it, or throws the problem that came instead. */
async function receive(question, parts, signal) {
  const query = new URLSearchParams({ message: question, chain: chain.value });
  for await (const { event, data } of events(`api/chat/stream?${query}`, signal)) {
    if (event === "token") {
      parts.busy.hidden = true;
      parts["answer-side"].hidden = false;
      parts.answer.append(data.text);
      toEnd();
    } else if (event === "done") {
      return data;
    } else if (event === "error") {
      throw data;
    }
  }
  throw { title: "The answer broke off", detail: "The chatbot closed the connection before the answer was complete." };
}

async function send(question) {
  const controller = new AbortController();
  const exchange = ask(question);
  busy(controller);
  toEnd();
  try {
    show(exchange.parts, await receive(question, exchange.parts, controller.signal));
  } catch (problem) {
    if (controller.signal.aborted) showProblem(exchange, "Stopped", "", () => send(question));
    else if (problem instanceof TypeError) {
      showProblem(exchange, "The chatbot can't be reached", "Is it still running?", () => send(question));
    } else showProblem(exchange, problem.title ?? "Something went wrong", problem.detail ?? "", () => send(question));
  } finally {
    busy(null);
    toEnd();
    if (document.activeElement === document.body) message.focus();
  }
}

function submit() {
  const question = message.value.trim();
  if (question === "" || running) return;
  message.value = "";
  fit();
  send(question);
}

function fit() {
  message.style.height = "auto";
  message.style.height = `${message.scrollHeight + 2}px`;
}

function showPath() {
  byId("layers").textContent = layersOf[chain.value].join(" → ");
}

function offer(chains) {
  layersOf = Object.fromEntries(chains.map(({ name, layers }) => [name, layers]));
  chain.replaceChildren(...chains.map(({ name }) => element("option", name)));
  chain.value = "default";
  showPath();
}

function introduce(upstream) {
  byId("upstream").textContent = upstream.label;
  byId("upstream").hidden = false;
  byId("introduction").textContent = upstream.builtIn
    ? "Behind this page sits a small rule-based bot that is rude on purpose. An Aligner, a small language model"
      + " inside this Java program, corrects each answer before it is shown or remembered."
    : "An Aligner, a small language model inside this Java program, corrects each answer of the upstream model"
      + " before it is shown or remembered.";
}

function suggest() {
  byId("suggestions").replaceChildren(...suggestions.map((text) => {
    const item = document.createElement("li");
    const button = element("button", text);
    button.type = "button";
    button.addEventListener("click", () => running || send(text));
    item.append(button);
    return item;
  }));
}

async function json(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

async function start() {
  suggest();
  const [chains, upstream, history] = await Promise.all(
    ["api/chains", "api/upstream", "api/chat/history"].map(json));
  offer(chains);
  introduce(upstream);
  byId("welcome").hidden = history.length > 0;
  for (const reply of history) show(ask(reply.question).parts, reply);
  toEnd();
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
message.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});
message.addEventListener("input", fit);
chain.addEventListener("change", showPath);
byId("stop").addEventListener("click", () => running?.abort());
byId("forget").addEventListener("click", async () => {
  running?.abort();
  await fetch("api/chat/history", { method: "DELETE" });
  log.replaceChildren();
  byId("welcome").hidden = false;
  message.focus();
});

start()
  .catch(() => showProblem(ask(""), "The chatbot can't be reached", "Reload the page to try again."))
  .finally(() => message.focus());
