// The list of conversations.
import { button, byId, element, json, say } from "./dom.js";

/** The conversations of this session, and the one that is shown. */
export class Conversations {
  current = null; // null: one that has not begun
  #all = [];
  #onShow;

  /** Creates a list that calls onShow with the replies of a conversation when it is chosen. */
  constructor(onShow) {
    this.#onShow = onShow;
    byId("new-conversation").addEventListener("click", () => this.#blank());
  }

  /** Reads the list, and shows the latest conversation. */
  async start() {
    await this.refresh();
    if (this.#all.length > 0) await this.show(this.#all[0].id);
  }

  /** Reads the list again. */
  async refresh() {
    this.#all = (await json("api/conversations")).filter(({ title }) => title !== "");
    this.#list();
  }

  /** The id of the current conversation, which is begun if it has not yet. */
  async begun() {
    this.current ??= (await json("api/conversations", "POST")).id;
    return this.current;
  }

  /** Shows a conversation. */
  async show(id) {
    const replies = await json(`api/chat/history?${new URLSearchParams({ conversation: id })}`);
    this.current = id;
    this.#list();
    this.#onShow(replies);
  }

  #blank() {
    this.current = null;
    this.#list();
    this.#onShow([]);
    byId("message").focus();
  }

  #list() {
    byId("conversations").replaceChildren(...this.#all.map((conversation) => this.#item(conversation)));
    byId("no-conversations").hidden = this.#all.length > 0;
  }

  #item({ id, title }) {
    const item = document.createElement("li");
    const open = button(title, () => this.show(id).catch(() => this.refresh()), "conversation");
    if (id === this.current) open.setAttribute("aria-current", "true");
    const rename = button("Rename", () => this.#rename(item, id, title));
    rename.setAttribute("aria-label", `Rename “${title}”`);
    const remove = button("Delete", () => this.#delete(remove, id, title));
    remove.setAttribute("aria-label", `Delete “${title}”`);
    const tools = element("span", "", "tools");
    tools.append(rename, remove);
    item.append(open, tools);
    return item;
  }

  #rename(item, id, title) {
    const form = document.createElement("form");
    const field = element("input", "");
    Object.assign(field, { value: title, maxLength: 80, required: true });
    field.setAttribute("aria-label", "New title");
    form.append(field, element("button", "Save", "quiet"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await json(`api/conversations/${id}`, "PUT", { title: field.value }).catch(() => {});
      await this.refresh();
      this.#focus(id);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#list();
      this.#focus(id);
    });
    item.replaceChildren(form);
    field.select();
  }

  /** Deletes on the second click. */
  async #delete(remove, id, title) {
    if (!remove.classList.contains("sure")) {
      remove.classList.add("sure");
      remove.textContent = "Really?";
      remove.setAttribute("aria-label", `Really delete “${title}”?`);
      remove.addEventListener("blur", () => this.#list(), { once: true });
      return;
    }
    await json(`api/conversations/${id}`, "DELETE").catch(() => {});
    say("Conversation deleted");
    await this.refresh();
    if (id === this.current) this.#blank();
    else byId("new-conversation").focus();
  }

  #focus(id) {
    const at = this.#all.findIndex((conversation) => conversation.id === id);
    byId("conversations").children[at]?.querySelector("button")?.focus();
  }
}
