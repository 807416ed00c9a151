"use strict";
{
  const [ID, CATEGORY, QUESTION, ANSWER, REFERENCE, CONVERSATION, PASSAGES, ANSWERS] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [SYSTEM, ENDING, PROBLEM, RATIO, SECONDS, READ, WRITTEN, EDITS, JUDGMENTS, SCORES] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const RESULTS = ["won", "lost", "tied", "no verdict"];
  const ENDINGS = ["", "correction rejected", "correction failed"];
  const PAGE = 20;
  const CONTEXT = 160;
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("data").textContent);
  const first = data.systems.length > 1 ? 1 : 0;
  const entries = data.rows.flatMap((row, index) =>
    row[ANSWERS].filter((answer) => answer[SYSTEM] >= first).map((answer) => ({ row, index, answer })));
  let shown = [];
  let start = 0;

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const options = (id, choices) => choices.forEach(([value, label]) => {
    const option = element("option", label);
    option.value = value;
    find(id).append(option);
  });
  const number = (value) => value.toLocaleString("en", { maximumFractionDigits: 3 });
  const plain = (text) => text.replace(/[\u202A-\u202E\u2066-\u2069]/g, "\uFFFD"); // a name must not turn the words after it around
  const judgeName = ([judge, aspect, baseline]) => plain(`${judge} · ${aspect} · against ${baseline}`);
  const score = (answer, scale) => answer && answer[SCORES].find(([index]) => index === scale)?.[1];
  const original = (row) => row[ANSWERS].find((answer) => answer[SYSTEM] === 0);
  const gain = (entry, scale) => {
    const after = score(entry.answer, scale);
    const before = score(original(entry.row), scale);
    if (after == null || before == null) return null;
    return data.scales[scale][1] ? after - before : before - after;
  };
  const judgments = (entry) => {
    const judge = find("judge").value;
    return entry.answer[JUDGMENTS].filter((each) => judge === "" || each[0] === Number(judge));
  };
  const rank = (entry) => Math.min(9, ...judgments(entry).map(([, result]) => [2, 0, 3, 1][result]));

  const categories = [...new Set(data.rows.map((row) => row[CATEGORY]))].filter((each) => each).sort();
  options("system", [["", "all"], ...data.systems.map((name, index) => [index, name]).slice(first)]);
  options("category", [["", "all"], ...categories.map((each) => [each, each])]);
  options("judge", [["", "any"], ...data.judges.map((judge, index) => [index, judgeName(judge)])]);
  options("result", [["", "any"], ...RESULTS.map((result, index) => [index, result])]);
  options("change", [["", "any"], ["changed", "changed"], ["unchanged", "unchanged"], ["failed", "failed or rejected"]]);
  const orders = {
    row: ["row", (entry) => entry.index],
    system: ["system", (entry) => entry.answer[SYSTEM]],
    category: ["category", (entry) => categories.indexOf(entry.row[CATEGORY])],
    result: ["result: lost first", rank],
    edit: ["biggest edit first", (entry) => -entry.answer[RATIO]],
    failures: ["failures first", (entry) => -entry.answer[ENDING]],
    seconds: ["slowest first", (entry) => -entry.answer[SECONDS]],
  };
  data.scales.forEach(([name], scale) => {
    orders["worse" + scale] = [`${name}: got worst first`, (entry) => gain(entry, scale) ?? Infinity];
    orders["better" + scale] = [`${name}: got best first`, (entry) => -(gain(entry, scale) ?? -Infinity)];
  });
  options("order", Object.entries(orders).map(([key, [label]]) => [key, label]));

  const changes = {
    "": () => true,
    changed: (answer) => answer[EDITS].length > 0,
    unchanged: (answer) => answer[EDITS].length === 0,
    failed: (answer) => answer[ENDING] > 0,
  };
  const matches = (entry, words) => {
    const { row, answer } = entry;
    return [row[ID], row[QUESTION], row[ANSWER], answer[PROBLEM], ...answer[EDITS].map((edit) => edit[2])]
      .some((text) => text.toLowerCase().includes(words));
  };
  const wanted = () => {
    const [system, category, result] = ["system", "category", "result"].map((id) => find(id).value);
    const change = changes[find("change").value];
    const judged = result !== "" || find("judge").value !== "";
    const words = find("text").value.trim().toLowerCase();
    return (entry) => (system === "" || entry.answer[SYSTEM] === Number(system))
      && (category === "" || entry.row[CATEGORY] === category)
      && change(entry.answer)
      && (!judged || judgments(entry).some((each) => result === "" || each[1] === Number(result)))
      && (!words || matches(entry, words));
  };

  const kept = (parent, text, before, after, full) => {
    if (full || text.length <= (before + after) * CONTEXT + 40) {
      if (text) parent.append(element("bdi", text));
      return;
    }
    if (before) parent.append(element("bdi", text.slice(0, CONTEXT)));
    parent.append(element("span", " […] ", { class: "omitted" }));
    if (after) parent.append(element("bdi", text.slice(-CONTEXT)));
  };
  const difference = (entry, full) => {
    const text = entry.row[ANSWER];
    const parent = element("p", "", { class: "answer", dir: "auto" });
    const edits = entry.answer[EDITS];
    if (edits.length === 0) {
      parent.append(element("bdi", full || text.length <= 4 * CONTEXT ? text : text.slice(0, 4 * CONTEXT) + " […]"));
      return parent;
    }
    let end = 0;
    edits.forEach(([from, to, inserted], index) => {
      kept(parent, text.slice(end, from), index > 0 ? 1 : 0, 1, full);
      if (to > from) parent.append(element("del", text.slice(from, to)));
      if (inserted) parent.append(element("ins", inserted));
      end = to;
    });
    kept(parent, text.slice(end), 1, 0, full);
    return parent;
  };
  const folded = (title, parts) => {
    const details = element("details");
    details.append(element("summary", title));
    parts.forEach(([heading, text]) => {
      if (heading) details.append(element("h4", heading));
      details.append(element("p", text, { class: "answer", dir: "auto" }));
    });
    return details;
  };
  const facts = ({ row, answer }) => {
    const list = [answer[EDITS].length ? `edit ratio ${number(100 * answer[RATIO])} %` : "unchanged",
      `${number(answer[SECONDS])} s`, `${answer[READ]} + ${answer[WRITTEN]} tokens`];
    for (const [scale, value] of answer[SCORES]) {
      const before = score(original(row), scale);
      list.push(`${data.scales[scale][0]} ${before == null ? "" : number(before) + " → "}${number(value)}`);
    }
    return plain(list.join(" · "));
  };
  const badges = (entry) => {
    const list = element("ul", "", { class: "badges" });
    entry.answer[JUDGMENTS].forEach(([judge, result]) =>
      list.append(element("li", `${RESULTS[result]}: ${judgeName(data.judges[judge])}`, { class: "result" + result })));
    return list;
  };
  const card = (entry) => {
    const { row, answer } = entry;
    const article = element("article");
    article.append(element("h3", plain([row[ID], row[CATEGORY], data.systems[answer[SYSTEM]]].filter((each) => each).join(" · "))));
    if (answer[JUDGMENTS].length) article.append(badges(entry));
    if (answer[ENDING]) article.append(element("p", plain(`${ENDINGS[answer[ENDING]]}: ${answer[PROBLEM]}`), { class: "problem" }));
    article.append(element("p", row[QUESTION], { class: "question", dir: "auto" }));
    let shownAnswer = difference(entry, false);
    article.append(shownAnswer);
    if (shownAnswer.querySelector(".omitted") || shownAnswer.textContent.endsWith("[…]")) {
      const button = element("button", "Show all of it", { type: "button" });
      button.addEventListener("click", () => {
        shownAnswer.replaceWith(difference(entry, true));
        button.remove();
      });
      article.append(button);
    }
    const reasons = answer[JUDGMENTS].flatMap(([judge, , texts]) =>
      texts.filter((text) => text).map((text) => [judgeName(data.judges[judge]), text]));
    if (reasons.length) article.append(folded("Reasons of the judges", reasons));
    if (row[REFERENCE] !== null) article.append(folded("Correction by people", [["", row[REFERENCE]]]));
    if (row[CONVERSATION].length) article.append(folded("Messages before the question", row[CONVERSATION]));
    if (row[PASSAGES].length) article.append(folded("Retrieved passages", row[PASSAGES].map((text) => ["", text])));
    article.append(element("p", facts(entry), { class: "meta" }));
    return article;
  };

  const show = () => {
    find("list").replaceChildren(...shown.slice(start, start + PAGE).map(card));
    const last = Math.min(start + PAGE, shown.length);
    find("count").textContent = shown.length
      ? `Answers ${number(start + 1)} to ${number(last)} of ${number(shown.length)} that match; ${number(entries.length)} in all`
      : "No answer matches.";
    find("pager").hidden = shown.length <= PAGE;
    find("previous").disabled = start === 0;
    find("next").disabled = last === shown.length;
  };
  const filter = () => {
    const key = orders[find("order").value][1];
    shown = entries.filter(wanted()).map((entry) => [key(entry), entry]);
    shown.sort((a, b) => a[0] - b[0] || a[1].index - b[1].index);
    shown = shown.map(([, entry]) => entry);
    start = 0;
    show();
  };
  const turn = (by) => {
    start += by;
    show();
    find("count").scrollIntoView();
  };
  find("controls").addEventListener("input", filter);
  find("previous").addEventListener("click", () => turn(-PAGE));
  find("next").addEventListener("click", () => turn(PAGE));
  if (entries.some(({ answer }) => changes.changed(answer))) find("change").value = "changed";
  find("controls").hidden = false;
  filter();
}
