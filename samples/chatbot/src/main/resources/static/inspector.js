// The panel beside the conversation: modes of the layers, live counters, audit list.
import { byId, duration, element, json, percent, say, stamp } from "./dom.js";
import { layerReport } from "./exchange.js";

const MAX_AUDIT = 100;
const SVG = "http://www.w3.org/2000/svg";

const modes = {
  enforce: "Everyone gets its corrections.",
  canary: "A share of the conversations gets its corrections, always the same ones.",
  shadow: "Answers pass as they are; what it would have written is shown below them.",
  off: "It is skipped.",
};

/** Shows the modes of a chain's layers, and lets one change them for this session. */
export class Modes {
  #settings = [];

  async start(chain) {
    this.#settings = await json("api/modes");
    this.show(chain);
  }

  show(chain) {
    byId("modes-chain").textContent = chain;
    byId("modes").replaceChildren(
      ...this.#settings.filter((setting) => setting.chain === chain).map((setting) => this.#layer(setting)));
  }

  #layer(setting) {
    const { root, parts } = stamp("layer-mode");
    parts.name.textContent = setting.layer;
    const change = (changes) => this.#change(setting, changes, () => this.#fill(parts, setting));
    for (const mode of Object.keys(modes)) {
      const label = document.createElement("label");
      const radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: `mode-${setting.chain}-${setting.layer}`, value: mode });
      radio.addEventListener("change", () => change({ mode }));
      label.append(radio, element("span", mode));
      parts.choices.append(label);
    }
    parts.share.addEventListener("input", () => { parts.percent.textContent = `${parts.share.value} %`; });
    parts.share.addEventListener("change", () => change({ share: parts.share.valueAsNumber / 100 }));
    this.#fill(parts, setting);
    return root;
  }

  #fill(parts, { mode, share }) {
    for (const radio of parts.choices.querySelectorAll("input")) radio.checked = radio.value === mode;
    parts.meaning.textContent = modes[mode];
    parts.sharing.hidden = !["canary", "shadow"].includes(mode);
    parts.share.value = Math.round(share * 100);
    parts.percent.textContent = percent(share);
  }

  async #change(setting, changes, done) {
    const { mode, share } = { ...setting, ...changes };
    const path = `api/modes/${encodeURIComponent(setting.chain)}/${encodeURIComponent(setting.layer)}`;
    try {
      Object.assign(setting, await json(path, "PUT", { mode, share }));
      say(`${setting.layer}: ${setting.mode}`);
    } catch (problem) {
      say(problem.detail ?? "The mode was not changed");
    }
    done();
  }
}

/** Shows the counters of all visitors. */
export function showCounters({ answers, shadows, editRatio, medianMillis, p95Millis, recent }) {
  const sum = (counts) => Object.values(counts).reduce((all, count) => all + count, 0);
  const all = sum(answers);
  const figures = {
    answers: all,
    corrected: answers.corrected ?? 0,
    unchanged: answers.unchanged ?? 0,
    failed: (answers.failed ?? 0) + (answers.refused ?? 0),
    shadows: sum(shadows),
    "edit-ratio": all === 0 ? "–" : percent(editRatio),
    median: all === 0 ? "–" : duration(medianMillis),
    p95: all === 0 ? "–" : duration(p95Millis),
  };
  for (const [name, value] of Object.entries(figures)) byId(`count-${name}`).textContent = value;
  byId("recent").replaceChildren(...bars(recent));
  byId("recent").setAttribute("aria-label", recent.length === 0 ? "No corrections yet"
    : `Correction times of the latest ${recent.length} answers, at most ${duration(Math.max(...recent.map((one) => one.millis)))}`);
}

/** One bar for each of the latest answers, as high as its correction took. */
function bars(recent) {
  const longest = Math.max(1, ...recent.map(({ millis }) => millis));
  return recent.map(({ outcome, millis }, at) => {
    const height = 2 + (38 * millis) / longest;
    const bar = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x: at * 5, y: 40 - height, width: 4, height, class: outcome })) {
      bar.setAttribute(name, value);
    }
    const title = bar.appendChild(document.createElementNS(SVG, "title"));
    title.textContent = `${outcome}, ${duration(millis)}`;
    return bar;
  });
}

/** The audit list of this session, the latest entry first. */
export class Audit {
  #list = byId("audit");

  async start() {
    this.#list.replaceChildren(...(await json("api/audit")).map(auditEntry));
    this.#count();
  }

  add(entry) {
    this.#list.prepend(auditEntry(entry));
    while (this.#list.children.length > MAX_AUDIT) this.#list.lastElementChild.remove();
    this.#count();
  }

  #count() {
    byId("no-audit").hidden = this.#list.children.length > 0;
  }
}

function auditEntry(entry) {
  const { root, parts } = stamp("audit-entry");
  const time = new Date(entry.time);
  parts.time.textContent = time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  parts.time.dateTime = entry.time;
  parts.outcome.textContent = entry.kind === "shadow" ? `shadow: ${entry.outcome}` : entry.outcome;
  parts.outcome.classList.add(entry.outcome);
  parts.facts.textContent = entry.outcome === "passed" ? "Aligner off" : `${entry.chain} · ${duration(entry.millis)}`;
  parts.hash.textContent = entry.hash.slice(0, 18);
  parts.hash.title = `Digest of the answer before its correction: ${entry.hash}`;
  parts.layers.replaceChildren(...entry.layers.map(auditLayer));
  return root;
}

function auditLayer({ report, mode, editRatio, aligner }) {
  const item = layerReport(report);
  if (mode !== "enforce") item.append(element("span", mode));
  if (editRatio) item.append(element("span", `${percent(editRatio)} edited`));
  if (aligner) item.title = aligner;
  return item;
}
