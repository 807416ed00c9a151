// The panels at the sides: beside the conversation where there is room, and above it where there is none.
import { byId } from "./dom.js";

const wide = matchMedia("(min-width: 72rem)");

class Panel {
  #node;
  #opener;
  #other = null;

  constructor(name, openWhereWide) {
    this.#node = byId(name);
    this.#opener = byId(`open-${name}`);
    this.openWhereWide = openWhereWide;
    this.#opener.addEventListener("click", () => (this.#node.hidden ? this.open() : this.close()));
    byId(`close-${name}`).addEventListener("click", () => this.close());
  }

  set other(panel) {
    this.#other = panel;
  }

  get isOpen() {
    return !this.#node.hidden;
  }

  fit() {
    this.#show(wide.matches && this.openWhereWide);
  }

  open() {
    if (wide.matches) this.openWhereWide = true;
    else this.#other.close();
    this.#show(true);
    if (!wide.matches) this.#node.querySelector("button").focus();
  }

  close() {
    if (!this.isOpen) return;
    if (wide.matches) this.openWhereWide = false;
    const hadFocus = this.#node.contains(document.activeElement);
    this.#show(false);
    if (hadFocus) this.#opener.focus();
  }

  /** Shows or hides the panel. What it covers can't be reached meanwhile. */
  #show(shown) {
    this.#node.hidden = !shown;
    this.#opener.setAttribute("aria-expanded", String(shown));
    const covers = !wide.matches && (shown || (this.#other?.isOpen ?? false));
    byId("middle").inert = covers;
    byId("shade").hidden = !covers;
  }
}

/** Sets up both panels; returns them. */
export function panels() {
  const sidebar = new Panel("sidebar", true);
  const inspector = new Panel("inspector", true);
  sidebar.other = inspector;
  inspector.other = sidebar;
  const both = [sidebar, inspector];
  const fit = () => both.forEach((panel) => panel.fit());
  wide.addEventListener("change", fit);
  fit();
  byId("shade").addEventListener("click", () => both.forEach((panel) => panel.close()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!wide.matches) both.forEach((panel) => panel.close());
    else both.find((panel) => panel.isOpen && byId(panel === sidebar ? "sidebar" : "inspector").contains(document.activeElement))?.close();
  });
  return { sidebar, inspector };
}

/** Closes a panel that covers the conversation. */
export function uncover(panel) {
  if (!wide.matches) panel.close();
}
