// Marks the differences between two texts.

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

/** Puts parts of a text into the page, in order and as text nodes only; edited parts become elements of their own. */
export class Marks {
  #text;
  #spans;
  #tag;
  #next = 0;

  constructor(text, spans = [], tag = "span") {
    this.#text = text;
    this.#spans = spans;
    this.#tag = tag;
  }

  /** The marks of what was removed from a text. */
  static deleted(text, edits) {
    return new Marks(text, spans(text, edits, "originalStart", "originalEnd"), "del");
  }

  /** The marks of what was inserted into a text. */
  static inserted(text, edits) {
    return new Marks(text, spans(text, edits, "correctedStart", "correctedEnd"), "ins");
  }

  get text() {
    return this.#text;
  }

  /** Appends the part from start to end, which does not begin before the end of the part before it. */
  append(parent, start, end) {
    let at = start;
    while (this.#next < this.#spans.length && this.#spans[this.#next][1] <= start) this.#next++;
    for (let i = this.#next; i < this.#spans.length && this.#spans[i][0] < end; i++) {
      const [from, to] = [Math.max(at, this.#spans[i][0]), Math.min(end, this.#spans[i][1])];
      if (to <= from) continue;
      if (from > at) parent.append(this.#text.slice(at, from));
      const mark = document.createElement(this.#tag);
      mark.textContent = this.#text.slice(from, to);
      parent.append(mark);
      at = to;
    }
    if (end > at) parent.append(this.#text.slice(at, end));
  }
}
