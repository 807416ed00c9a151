// The inline part of Markdown: emphasis, code, links. One pass over the text, with no step back of more than a constant length.

const SPECIAL = /[\\`*_~[\]!<\n]|https?:\/\//g;
const ADDRESS = /https?:\/\/[^\s<>"'`|\\\]]{1,1000}/y;
const BRACKETED_ADDRESS = /<((?:https?:\/\/|mailto:)[^\s<>]{1,1000})>/y;
const LINK_END = /[ \t]{0,9}(?:"[^"\n]{0,300}"|'[^'\n]{0,300}')?[ \t]{0,9}\)/y;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;
const TAGS = { "*": "em", _: "em", "**": "strong", __: "strong", "~~": "s" };
const MAX_ADDRESS = 1000;
const MAX_PARENTHESES = 3;
const MAX_DEPTH = 32;

/** The address if it may be linked to: absolute, and of a kind that runs nothing in this page. */
export function safeAddress(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Splits a text into items: text, code, break, and the open and close of elements, which are nested properly. */
class Scanner {
  items = [];
  #text;
  #at = 0;
  #stack = []; // what may open an element: its kind, and its item
  #open = {}; // positions in the stack, by kind
  #brackets = []; // positions in the stack
  #ticks = null; // positions of runs of backticks, by length

  constructor(text) {
    this.#text = text;
  }

  scan() {
    const text = this.#text;
    while (this.#at < text.length) {
      SPECIAL.lastIndex = this.#at;
      const found = SPECIAL.exec(text);
      const next = found ? found.index : text.length;
      this.#literal(this.#at, next);
      this.#at = next;
      if (found) this.#special(found[0]);
    }
    return this.items;
  }

  #special(sign) {
    switch (sign) {
      case "\\": return this.#escape();
      case "`": return this.#code();
      case "*": case "_": case "~": return this.#emphasis(sign);
      case "[": return this.#bracket(1);
      case "!": return this.#text[this.#at + 1] === "[" ? this.#bracket(2) : this.#take(1);
      case "]": return this.#endOfLink();
      case "<": return this.#address(BRACKETED_ADDRESS, 1);
      case "\n": return this.#break(1);
      default: return this.#address(ADDRESS, 0);
    }
  }

  #literal(start, end) {
    if (end > start) this.items.push({ kind: "text", start, end });
  }

  #take(length) {
    this.#literal(this.#at, this.#at + length);
    this.#at += length;
  }

  #break(length) {
    this.items.push({ kind: "break" });
    this.#at += length;
  }

  #escape() {
    const next = this.#text[this.#at + 1] ?? "";
    if (next === "\n") return this.#break(2);
    if (!PUNCTUATION.test(next)) return this.#take(1);
    this.#at++;
    this.#take(1);
  }

  #code() {
    const length = this.#run("`");
    const start = this.#at + length;
    const end = this.#nextTicks(length, start);
    if (end < 0) return this.#take(length);
    const padded = end - start > 2 && this.#text[start] === " " && this.#text[end - 1] === " " ? 1 : 0;
    this.items.push({ kind: "code", start: start + padded, end: end - padded });
    this.#at = end + length;
  }

  #run(sign) {
    let end = this.#at;
    while (this.#text[end] === sign) end++;
    return end - this.#at;
  }

  /** The next run of exactly this many backticks; all runs are looked for once. */
  #nextTicks(length, from) {
    if (!this.#ticks) {
      this.#ticks = new Map();
      for (const run of this.#text.matchAll(/`+/g)) {
        if (!this.#ticks.has(run[0].length)) this.#ticks.set(run[0].length, { next: 0, at: [] });
        this.#ticks.get(run[0].length).at.push(run.index);
      }
    }
    const runs = this.#ticks.get(length);
    while (runs && runs.at[runs.next] < from) runs.next++;
    return runs?.at[runs.next] ?? -1;
  }

  #emphasis(sign) {
    let left = this.#run(sign);
    if (left > 3 || (sign === "~" && left !== 2)) return this.#take(left);
    const before = this.#text[this.#at - 1] ?? " ";
    const after = this.#text[this.#at + left] ?? " ";
    const inWord = sign === "_" && WORD.test(before) && WORD.test(after);
    const opens = !SPACE.test(after) && !inWord;
    const closes = !SPACE.test(before) && !inWord;
    while (left > 0) {
      const kind = closes ? this.#closable(sign, left) : null;
      const length = kind?.length ?? Math.min(left, 2);
      if (kind) this.#close(this.#open[kind].at(-1), length);
      else if (opens) this.#push(sign.repeat(length), length);
      else this.#take(length);
      left -= length;
    }
  }

  /** The kind of the element to close. Of three signs in one run, either one or two are the inner ones: "***a** b*". */
  #closable(sign, left) {
    const kind = this.#innermost(sign, left);
    const inner = kind === sign ? this.#open[kind].at(-1) : 0;
    if (left !== 2 || inner === 0 || this.#open[sign + sign]?.at(-1) !== inner - 1) return kind;
    const [two, one] = [this.#stack[inner - 1], this.#stack[inner]];
    const start = this.items[two.item].start;
    if (one.item !== two.item + 1 || this.items[one.item].start !== start + 2) return kind;
    this.items[two.item] = { kind: "text", start, end: start + 1 };
    this.items[one.item] = { kind: "text", start: start + 1, end: start + 3 };
    [two.kind, one.kind] = [one.kind, two.kind];
    this.#open[sign].splice(-1, 1, inner - 1);
    this.#open[sign + sign].splice(-1, 1, inner);
    return sign + sign;
  }

  /** Of the two kinds of this sign, the one opened last and not outside of a bracket. */
  #innermost(sign, left) {
    const outside = this.#brackets.at(-1) ?? -1;
    const positions = [sign, sign + sign].filter((kind) => TAGS[kind] && kind.length <= left)
      .map((kind) => [this.#open[kind]?.at(-1) ?? -1, kind])
      .filter(([position]) => position > outside);
    return positions.sort(([a], [b]) => b - a)[0]?.[1] ?? null;
  }

  #push(kind, length) {
    (this.#open[kind] ??= []).push(this.#stack.length);
    this.#stack.push({ kind, item: this.items.length });
    this.#take(length);
  }

  /** Closes the element that was opened at a position of the stack; what was opened inside of it and not closed stays text. */
  #close(position, length, tag = null) {
    const opener = this.#stack[position];
    this.items[opener.item] = { kind: "open", tag: tag?.name ?? TAGS[opener.kind], href: tag?.href };
    this.items.push({ kind: "close" });
    this.#at += length;
    while (this.#stack.length > position) this.#open[this.#stack.pop().kind].pop();
  }

  #bracket(length) {
    this.#brackets.push(this.#stack.length);
    this.#push("[", length);
  }

  #endOfLink() {
    const position = this.#brackets.pop();
    const link = position === undefined ? null : this.#destination(this.#at + 1);
    if (!link) return this.#take(1);
    this.#close(position, link.end - this.#at, { name: "a", href: link.href });
    this.#brackets = []; // links have no links inside
  }

  #destination(start) {
    if (this.#text[start] !== "(") return null;
    let end = start + 1;
    for (let depth = 0; end < this.#text.length && end - start < MAX_ADDRESS; end++) {
      const sign = this.#text[end];
      if (sign === "(" && ++depth > MAX_PARENTHESES) return null;
      if (sign === ")" && depth-- === 0) break;
      if (SPACE.test(sign)) break;
    }
    const href = safeAddress(this.#text.slice(start + 1, end).replace(/^<|>$/g, ""));
    LINK_END.lastIndex = end;
    return href && LINK_END.test(this.#text) ? { href, end: LINK_END.lastIndex } : null;
  }

  #address(pattern, brackets) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    const shown = found?.[brackets].replace(/[.,;:!?'")*_~]{1,9}$/, "");
    const href = shown ? safeAddress(shown) : null;
    if (!href) return this.#take(1);
    const start = this.#at + brackets;
    this.items.push({ kind: "open", tag: "a", href });
    this.#literal(start, start + shown.length);
    this.items.push({ kind: "close" });
    this.#at = start + shown.length + (brackets && found[0].length === shown.length + 2 ? 1 : 0);
  }
}

/** Appends lines of inline Markdown; each is a range of the text that marks append. */
export function appendInline(parent, lines, marks) {
  const text = lines.map(({ start, end }) => marks.text.slice(start, end)).join("\n");
  const builder = new Builder(parent, lines, marks);
  for (const item of new Scanner(text).scan()) builder.add(item);
  builder.flush();
}

/** Builds elements from items. */
class Builder {
  #parents;
  #lines;
  #marks;
  #line = 0;
  #lineStart = 0; // in the joined text
  #pending = null; // a part of the source that is not appended yet
  #flattened = 0; // elements that are nested too deeply to be built

  constructor(parent, lines, marks) {
    this.#parents = [parent];
    this.#lines = lines;
    this.#marks = marks;
  }

  add(item) {
    if (item.kind === "text") return this.#text(item.start, item.end);
    this.flush();
    if (item.kind === "open") this.#open(item);
    else if (item.kind === "close") this.#close();
    else if (item.kind === "break") this.#parent.append(document.createElement("br"));
    else this.#code(item);
  }

  get #parent() {
    return this.#parents.at(-1);
  }

  #text(start, end) {
    const from = this.#source(start);
    const to = from + end - start;
    if (this.#pending?.end === from) this.#pending.end = to;
    else {
      this.flush();
      this.#pending = { start: from, end: to };
    }
  }

  /** Appends the text so far. */
  flush() {
    if (this.#pending) this.#marks.append(this.#parent, this.#pending.start, this.#pending.end);
    this.#pending = null;
  }

  /** The position in the source of a position in the joined text, which does not lie before that of the call before. */
  #source(at) {
    while (at > this.#lineStart + this.#length()) {
      this.#lineStart += this.#length() + 1;
      this.#line++;
    }
    return this.#lines[this.#line].start + at - this.#lineStart;
  }

  #length() {
    return this.#lines[this.#line].end - this.#lines[this.#line].start;
  }

  #open({ tag, href }) {
    if (this.#parents.length > MAX_DEPTH) {
      this.#flattened++;
      return;
    }
    const node = document.createElement(tag);
    if (href) Object.assign(node, { href, title: href, target: "_blank", rel: "noopener noreferrer nofollow" });
    this.#parent.append(node);
    this.#parents.push(node);
  }

  #close() {
    if (this.#flattened > 0) this.#flattened--;
    else this.#parents.pop();
  }

  #code({ start, end }) {
    this.#open({ tag: "code" });
    while (start < end) {
      const from = this.#source(start);
      const to = Math.min(from + end - start, this.#lines[this.#line].end);
      this.#marks.append(this.#parent, from, to);
      start += to - from;
      if (start < end) this.#parent.append(" ");
      start++;
    }
    this.#close();
  }
}
