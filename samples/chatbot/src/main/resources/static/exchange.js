// One question and its answer on the page. What was typed or answered reaches the page as text nodes only, never as markup.
import { button, duration, element, percent, say, stamp } from "./dom.js";
import { Marks } from "./marks.js";
import { render } from "./markdown.js";

const outcomes = {
  corrected: "changed",
  unchanged: "unchanged",
  skipped: "skipped",
  shadowed: "watching",
  "failed-open": "failed, answer kept",
  refused: "failed, answer replaced",
  reprompted: "asked again",
  failed: "failed",
};

const failures = ["failed-open", "refused", "failed"];

/** The report of a layer, with the scores of its detectors. */
export function layerReport(report) {
  const item = document.createElement("li");
  const state = failures.includes(report.outcome) ? "failed" : report.changed ? "changed" : "";
  item.append(element("b", report.name), element("span", outcomes[report.outcome] ?? report.outcome, state));
  if (!["skipped", "shadowed"].includes(report.outcome)) item.append(element("time", duration(report.millis)));
  for (const { label, score } of report.detections) item.append(scoreOf(label, score));
  if (report.detail) item.append(element("span", report.detail));
  return item;
}

function scoreOf(label, score) {
  const node = element("span", `${label} ${percent(score)}`, "score");
  node.title = `The detector gave this answer a score of ${score.toFixed(3)} for ${label}`;
  const bar = element("i", "");
  bar.setAttribute("aria-hidden", "true");
  bar.style.setProperty("--score", score);
  node.append(bar);
  return node;
}

/** An exchange that is being answered, and then is answered. */
export class Exchange {
  #parts;
  #reply = null;
  #text = "";
  #source = false;
  #scheduled = false;
  #started = performance.now();
  #firstText = null;

  constructor(question) {
    const { root, parts } = stamp("exchange");
    this.root = root;
    this.#parts = parts;
    parts.question.textContent = question;
  }

  /** Shows a piece of the answer that is still coming. */
  append(text, done) {
    this.#firstText ??= performance.now() - this.#started;
    this.#text += text;
    this.#parts["answer-side"].hidden = false;
    this.#parts["busy-text"].textContent = "More is being corrected";
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#showText(done));
  }

  /** Renders the text so far, and waits ten times as long as that took before it is rendered again. */
  #showText(done) {
    if (this.#reply) return;
    const begun = performance.now();
    this.#parts.answer.replaceChildren(render(new Marks(this.#text)));
    done();
    const rendered = this.#text.length;
    setTimeout(() => {
      this.#scheduled = false;
      if (this.#text.length > rendered) this.append("", done);
    }, 10 * (performance.now() - begun));
  }

  /** Shows the whole reply. */
  show(reply, live = false) {
    this.#reply = reply;
    this.root.id = `exchange-${reply.id}`;
    const changed = reply.original !== reply.answer;
    const parts = this.#parts;
    parts.busy.hidden = true;
    parts["original-side"].hidden = !changed;
    parts["answer-side"].hidden = false;
    parts["answer-side"].classList.toggle("uncorrected", !reply.aligned);
    parts.sides.classList.toggle("two", changed);
    parts["answer-title"].textContent = this.#title(changed);
    parts.trace.hidden = false;
    parts.origin.textContent = `${reply.model} · ${reply.aligned ? reply.chain : "Aligner off"}`;
    parts.layers.replaceChildren(...reply.layers.map(layerReport));
    if (live && this.#firstText !== null) {
      const whole = performance.now() - this.#started;
      parts.times.textContent = `first text ${duration(this.#firstText)}, all ${duration(whole)}`;
    }
    parts.tools.replaceChildren(
      button("Copy", () => this.#copy()), this.#sourceButton());
    this.#showTexts();
    reply.observed.forEach((observed) => this.observe(observed));
  }

  #title(changed) {
    if (changed) return "Corrected";
    if (!this.#reply.aligned) return "Not corrected: the Aligner is off";
    const read = this.#reply.layers.some(({ outcome }) => ["corrected", "unchanged"].includes(outcome));
    return read ? "Answer, nothing to correct" : "Answer as the model gave it";
  }

  #showTexts() {
    const { original, answer, edits } = this.#reply;
    this.#fill(this.#parts.original, Marks.deleted(original, edits));
    this.#fill(this.#parts.answer, Marks.inserted(answer, edits));
  }

  #fill(node, marks) {
    node.classList.toggle("source", this.#source);
    if (!this.#source) return node.replaceChildren(render(marks));
    node.replaceChildren();
    marks.append(node, 0, marks.text.length);
  }

  #sourceButton() {
    const toggle = button("Source", () => {
      this.#source = !this.#source;
      toggle.setAttribute("aria-pressed", String(this.#source));
      this.#showTexts();
    });
    toggle.setAttribute("aria-pressed", String(this.#source));
    toggle.title = "Shows the text as it was written, without formatting";
    return toggle;
  }

  /** Shows the correction of a layer in shadow mode. */
  observe({ layer, original, answer, edits }) {
    const { root, parts } = stamp("observed");
    parts.title.textContent = failures.includes(layer.outcome)
      ? `In shadow, ${layer.name} failed`
      : original === answer ? `In shadow, ${layer.name} would have changed nothing` : `In shadow, ${layer.name} would have written`;
    parts.text.hidden = original === answer;
    if (!parts.text.hidden) parts.text.replaceChildren(render(Marks.inserted(answer, edits)));
    parts.layers.replaceChildren(layerReport(layer));
    this.#parts.observed.append(root);
    if (original === this.#reply.answer && !this.#source) {
      this.#parts.answer.classList.add("observed-text");
      this.#fill(this.#parts.answer, Marks.deleted(original, edits));
    }
  }

  async #copy() {
    const copied = await copyText(this.#reply.answer);
    const copy = this.#parts.tools.firstElementChild;
    copy.textContent = copied ? "Copied" : "Not allowed";
    say(copied ? "Answer copied" : "The browser does not allow it to be copied");
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  }

  /** Shows a problem instead of an answer. */
  fail(title, detail, again) {
    const { root, parts } = stamp("problem");
    parts.title.textContent = title;
    parts.detail.textContent = detail;
    parts.detail.hidden = !detail;
    parts.again.hidden = !again;
    parts.again.addEventListener("click", () => again?.());
    this.#reply = { failed: true };
    this.#parts.busy.hidden = true;
    this.#parts["answer-title"].textContent = "What was corrected before";
    if (this.#text === "") this.#parts.card.replaceWith(root);
    else this.#parts.card.after(root);
  }
}

/** Copies a text; the second way is that of pages that are not served securely. */
async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const focused = document.activeElement;
  const area = document.body.appendChild(element("textarea", text, "hidden"));
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}
