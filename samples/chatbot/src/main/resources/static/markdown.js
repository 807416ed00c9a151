// Markdown as models write it: headings, lists, quotes, code, tables, rules, and the inline part (inline.js). Elements are built
// one by one and hold text nodes only, so that no markup in a text takes effect. Each nested block is read at most MAX_DEPTH
// times, so the time grows no faster than the text. Not rendered: HTML, images (they become links), references, footnotes.
import { appendInline } from "./inline.js";

const MAX_DEPTH = 8;
const MAX_COLUMNS = 50;
const FENCE = /^( {0,3})(`{3,}|~{3,})([^`]*)$/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^([ \t]*)([-*+]|(\d{1,9})[.)])(?:[ \t]+|$)/;
const INTERRUPTING_ITEM = /^[ \t]*(?:[-*+]|1[.)])[ \t]+\S/;
const INDENT = /^[ \t]*/;
const DELIMITER = /^:?-+:?$/;

/** Renders the text of marks. */
export function render(marks) {
  const fragment = document.createDocumentFragment();
  new Blocks(marks, 0, []).append(fragment, linesOf(marks.text));
  return fragment;
}

function linesOf(text) {
  const lines = [];
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
    lines.push({ start, end: text[end - 1] === "\r" && end > start ? end - 1 : end });
    start = end + 1;
  }
  lines.push({ start, end: text.length });
  return lines;
}

/** The number of characters that make up an indent of at most this many columns; a tab counts as four. */
function indented(text, columns) {
  let at = 0;
  for (let column = 0; column < columns && (text[at] === " " || text[at] === "\t"); at++) column += text[at] === "\t" ? 4 : 1;
  return at;
}

/** The columns of an indent. */
function columns(indent) {
  return indent.length + 3 * indent.split("\t").length - 3;
}

function child(parent, tag) {
  return parent.appendChild(document.createElement(tag));
}

/** The blocks of one container: of the text, a quote or an item. */
class Blocks {
  #marks;
  #depth;
  #headings; // the levels of the headings above the next one, which all blocks of a text share

  constructor(marks, depth, headings) {
    this.#marks = marks;
    this.#depth = depth;
    this.#headings = headings;
  }

  append(parent, lines) {
    for (let at = 0; at < lines.length;) at = this.#block(parent, lines, at);
  }

  /** Appends the block that begins at a line; returns the number of the line after it. */
  #block(parent, lines, at) {
    const text = this.#text(lines[at]);
    if (text.trim() === "") return at + 1;
    if (FENCE.test(text)) return this.#code(parent, lines, at);
    if (HEADING.test(text)) return this.#heading(parent, lines, at);
    if (RULE.test(text)) {
      child(parent, "hr");
      return at + 1;
    }
    if (this.#depth < MAX_DEPTH && QUOTE.test(text)) return this.#quote(parent, lines, at);
    if (this.#depth < MAX_DEPTH && ITEM.test(text)) return this.#list(parent, lines, at);
    if (this.#isTable(lines, at)) return this.#table(parent, lines, at);
    return this.#paragraph(parent, lines, at);
  }

  #text({ start, end }) {
    return this.#marks.text.slice(start, end);
  }

  #code(parent, lines, at) {
    const [, indent, fence, info] = FENCE.exec(this.#text(lines[at]));
    const box = child(parent, "pre");
    box.tabIndex = 0;
    box.setAttribute("aria-label", `Code ${info.trim().slice(0, 30)}`.trim());
    box.setAttribute("role", "group");
    const code = child(box, "code");
    for (at++; at < lines.length; at++) {
      const text = this.#text(lines[at]);
      const end = FENCE.exec(text);
      if (end && end[2][0] === fence[0] && end[2].length >= fence.length && end[3].trim() === "") return at + 1;
      this.#marks.append(code, lines[at].start + indented(text, indent.length), lines[at].end);
      code.append("\n");
    }
    return at;
  }

  #heading(parent, lines, at) {
    const [all, signs] = HEADING.exec(this.#text(lines[at]));
    const start = lines[at].start + all.length;
    const text = this.#marks.text.slice(start, lines[at].end).trimEnd();
    let length = text.length;
    while (text[length - 1] === "#") length--;
    if (length > 0 && text[length - 1] !== " ") length = text.length;
    while (this.#headings.at(-1) >= signs.length) this.#headings.pop();
    this.#headings.push(signs.length);
    const level = Math.min(6, this.#headings.length + 3); // below those of the page, and none left out
    appendInline(child(parent, `h${level}`), [{ start, end: start + text.slice(0, length).trimEnd().length }], this.#marks);
    return at + 1;
  }

  #quote(parent, lines, at) {
    const inside = [];
    for (; at < lines.length; at++) {
      const found = QUOTE.exec(this.#text(lines[at]));
      if (!found) break;
      inside.push({ start: lines[at].start + found[0].length, end: lines[at].end });
    }
    this.#nested(child(parent, "blockquote"), inside);
    return at;
  }

  #nested(parent, lines) {
    new Blocks(this.#marks, this.#depth + 1, this.#headings).append(parent, lines);
  }

  #list(parent, lines, at) {
    const [, indent, marker, number] = ITEM.exec(this.#text(lines[at]));
    const list = child(parent, number === undefined ? "ul" : "ol");
    if (number !== undefined && Number(number) !== 1) list.start = Number(number);
    const type = marker.at(-1);
    while (at < lines.length) {
      const found = ITEM.exec(this.#text(lines[at]));
      if (!found || found[2].at(-1) !== type || columns(found[1]) > columns(indent) + 3 || RULE.test(found.input)) break;
      at = this.#item(child(list, "li"), lines, at, found);
    }
    return at;
  }

  /** Appends an item; models indent what belongs to it by two to four spaces, whatever the marker's length. */
  #item(item, lines, at, [all, indent, marker]) {
    const inside = [{ start: lines[at].start + all.length, end: lines[at].end }];
    const needed = columns(indent) + 2;
    for (at++; at < lines.length; at++) {
      const text = this.#text(lines[at]);
      const blank = text.trim() === "";
      const own = columns(INDENT.exec(text)[0]);
      if (blank ? !this.#continues(lines, at, needed) : own < needed && !this.#isLazy(lines, at)) break;
      inside.push({ start: lines[at].start + indented(text, columns(indent) + marker.length + 1), end: lines[at].end });
    }
    this.#nested(item, inside);
    while (at < lines.length && this.#text(lines[at]).trim() === "") at++;
    return at;
  }

  /** Whether the line after a blank one still belongs to an item. Of several blank lines, the item ends at the first. */
  #continues(lines, at, needed) {
    const next = at + 1 < lines.length ? this.#text(lines[at + 1]) : "";
    return next.trim() !== "" && columns(INDENT.exec(next)[0]) >= needed;
  }

  /** Whether a line goes on with the paragraph of the line before it. */
  #isLazy(lines, at) {
    return this.#text(lines[at - 1]).trim() !== "" && !this.#interrupts(this.#text(lines[at])) && !ITEM.test(this.#text(lines[at]))
      && !FENCE.test(this.#text(lines[at - 1]).trim());
  }

  #interrupts(text) {
    return FENCE.test(text) || HEADING.test(text) || RULE.test(text) || QUOTE.test(text) || INTERRUPTING_ITEM.test(text);
  }

  #isTable(lines, at) {
    if (at + 1 >= lines.length || !this.#text(lines[at]).includes("|") || !this.#text(lines[at + 1]).includes("-")) return false;
    const delimiters = this.#cells(lines[at + 1]);
    return delimiters.length === this.#cells(lines[at]).length && delimiters.length <= MAX_COLUMNS
      && delimiters.every((cell) => DELIMITER.test(this.#text(cell)));
  }

  #table(parent, lines, at) {
    const aligned = this.#cells(lines[at + 1]).map((cell) => this.#text(cell)).map((text) =>
      text.endsWith(":") ? (text.startsWith(":") ? "center" : "end") : "start");
    const box = child(parent, "div");
    box.className = "table";
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Table");
    const table = child(box, "table");
    this.#row(child(child(table, "thead"), "tr"), "th", this.#cells(lines[at]), aligned);
    const body = child(table, "tbody");
    for (at += 2; at < lines.length; at++) {
      const text = this.#text(lines[at]);
      if (text.trim() === "" || !text.includes("|")) break;
      this.#row(child(body, "tr"), "td", this.#cells(lines[at]), aligned);
    }
    return at;
  }

  #row(row, tag, cells, aligned) {
    cells.slice(0, aligned.length).forEach((cell, column) => {
      const node = child(row, tag);
      node.className = `align-${aligned[column]}`;
      appendInline(node, [cell], this.#marks);
    });
  }

  /** The cells of a line, without the spaces around them. */
  #cells({ start, end }) {
    const text = this.#marks.text;
    const cells = [];
    let from = start;
    for (let at = start; at <= end; at++) {
      if (text[at] === "\\") at++;
      else if (at === end || text[at] === "|") {
        cells.push(this.#trimmed(from, at));
        from = at + 1;
      }
    }
    if (cells.length > 1 && cells[0].start === cells[0].end) cells.shift();
    if (cells.length > 1 && cells.at(-1).start === cells.at(-1).end) cells.pop();
    return cells;
  }

  #trimmed(start, end) {
    const text = this.#marks.text.slice(start, end);
    const from = start + text.length - text.trimStart().length;
    return { start: from, end: Math.max(from, start + text.trimEnd().length) };
  }

  #paragraph(parent, lines, at) {
    const inside = [];
    do {
      inside.push(this.#trimmed(lines[at].start, lines[at].end));
      at++;
    } while (at < lines.length && this.#text(lines[at]).trim() !== "" && !this.#interrupts(this.#text(lines[at])));
    appendInline(child(parent, "p"), inside, this.#marks);
    return at;
  }
}
