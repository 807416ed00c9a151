"use strict";
const sheet = document.body.dataset.sheet;
const place = "aligner-blind-sheet-" + sheet;
const element = (id) => document.getElementById(id);
const pairs = [...document.querySelectorAll(".pair")];
const screens = [element("start"), ...pairs, element("end")];
const state = { reader: "", at: 0, verdicts: {}, comments: {} };

const load = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(place) || "{}");
    for (const name of Object.keys(state)) if (typeof kept[name] === typeof state[name]) state[name] = kept[name];
    state.at = Math.min(Math.max(0, Math.trunc(state.at) || 0), screens.length - 1);
  } catch (problem) {
    element("unsaved").hidden = false;
  }
};
const save = () => {
  try {
    localStorage.setItem(place, JSON.stringify(state));
  } catch (problem) {
    element("unsaved").hidden = false;
  }
};

const choices = (pair) => [...pair.querySelectorAll("fieldset")];
const verdict = (pair, choice) => (state.verdicts[pair.dataset.pair] || {})[choice.dataset.aspect];
const decided = (pair) => choices(pair).every((choice) => verdict(pair, choice));
const current = () => screens[state.at];
const open = (pair) => choices(pair).find((choice) => !verdict(pair, choice));

const update = () => {
  const done = pairs.filter(decided).length;
  const index = pairs.indexOf(current());
  element("progress").textContent =
    (index >= 0 ? `Pair ${index + 1} of ${pairs.length}, ` : `${pairs.length} pairs, `) + `${done} decided`;
  element("bar").max = pairs.length;
  element("bar").value = done;
  element("back").disabled = state.at === 0;
  element("next").disabled = state.at === screens.length - 1;
  element("next").textContent = state.at === 0 ? "Start" : "Next";
  element("undecided").disabled = done === pairs.length;
  element("summary").textContent = done === pairs.length
    ? `All ${done} pairs are decided. Thank you.`
    : `${done} of ${pairs.length} pairs are decided. Undecided ones are left out of the files.`;
  element("nameless").hidden = state.reader.trim() !== "";
  for (const pair of pairs) {
    const next = open(pair);
    choices(pair).forEach((choice) => choice.classList.toggle("current", choice === next));
  }
};
const show = (index) => {
  if (index < 0 || index >= screens.length) return;
  state.at = index;
  screens.forEach((screen, i) => { screen.hidden = i !== index; });
  document.activeElement?.blur?.();
  window.scrollTo(0, 0);
  save();
  update();
};
const nextUndecided = () => {
  const from = state.at;
  const order = [...screens.slice(from + 1), ...screens.slice(0, from + 1)];
  const found = order.find((screen) => pairs.includes(screen) && !decided(screen));
  if (found) show(screens.indexOf(found));
};
const decide = (pair, choice, value) => {
  const verdicts = state.verdicts[pair.dataset.pair] || (state.verdicts[pair.dataset.pair] = {});
  verdicts[choice.dataset.aspect] = value;
  choice.querySelectorAll("input").forEach((input) => { input.checked = input.value === value; });
  save();
  update();
};
/** The choice that a key decides: the focused one, the first undecided one, or the last one. */
const aimed = (pair) => {
  const all = choices(pair);
  return all.find((choice) => choice.contains(document.activeElement)) || open(pair) || all[all.length - 1];
};

const rows = () => pairs.flatMap((pair) => choices(pair)
  .filter((choice) => verdict(pair, choice))
  .map((choice) => ({
    pair: pair.dataset.pair,
    aspect: choice.dataset.aspect,
    verdict: verdict(pair, choice),
    comment: state.comments[pair.dataset.pair] || "",
  })));
const download = (name, type, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
const fileName = (ending) => {
  const reader = state.reader.trim().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return `verdicts-${sheet}${reader ? "-" + reader : ""}.${ending}`;
};
const cell = (text) => `"${text.replace(/"/g, '""')}"`;
element("json").addEventListener("click", () => download(fileName("json"), "application/json",
  JSON.stringify({ sheet, reader: state.reader.trim(), verdicts: rows() }, null, 1) + "\n"));
element("csv").addEventListener("click", () => {
  const lines = rows().map((row) =>
    [row.pair, row.aspect, row.verdict, row.comment, state.reader.trim()].map(cell).join(","));
  download(fileName("csv"), "text/csv", "\ufeff" + ["pair,aspect,verdict,comment,reader", ...lines].join("\r\n") + "\r\n");
});

load();
for (const pair of pairs) {
  for (const choice of choices(pair)) {
    choice.querySelectorAll("input").forEach((input) => {
      input.checked = input.value === verdict(pair, choice);
      input.addEventListener("change", () => decide(pair, choice, input.value));
    });
  }
  const comment = pair.querySelector("textarea");
  comment.value = state.comments[pair.dataset.pair] || "";
  comment.addEventListener("input", () => {
    state.comments[pair.dataset.pair] = comment.value;
    save();
  });
}
element("reader").value = state.reader;
element("reader").addEventListener("input", () => {
  state.reader = element("reader").value;
  save();
});
const marks = () => {
  const plain = document.body.classList.toggle("plain");
  element("marks").setAttribute("aria-pressed", String(!plain));
};
element("back").addEventListener("click", () => show(state.at - 1));
element("next").addEventListener("click", () => show(state.at + 1));
element("undecided").addEventListener("click", nextUndecided);
element("marks").addEventListener("click", marks);

const keys = {
  a: "A", 1: "A", b: "B", 2: "B", 0: "tie",
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  const writes = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text");
  if (writes) {
    if (event.key === "Escape") target.blur();
    if (event.key === "Enter" && target.id === "reader") show(state.at + 1);
    return;
  }
  const pair = pairs.includes(current()) ? current() : null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const radio = target instanceof HTMLInputElement;
  if (pair && key in keys) decide(pair, aimed(pair), keys[key]);
  else if (key === "ArrowRight" && !radio) show(state.at + 1);
  else if (key === "ArrowLeft" && !radio) show(state.at - 1);
  else if (key === "Enter" && !(target instanceof HTMLButtonElement) && target.tagName !== "SUMMARY") show(state.at + 1);
  else if (key === "u") nextUndecided();
  else if (key === "m") marks();
  else if (pair && key === "c") pair.querySelector("textarea").focus();
  else return;
  event.preventDefault();
});
show(state.at);
