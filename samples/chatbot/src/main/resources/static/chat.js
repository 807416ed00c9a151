// The chatbot's page: asks questions, and connects the other scripts.
import { button, byId, json } from "./dom.js";
import { events } from "./events.js";
import { Conversations } from "./conversations.js";
import { Exchange } from "./exchange.js";
import { Audit, Modes, showCounters } from "./inspector.js";
import { panels, uncover } from "./panels.js";

const RECONNECT_MILLIS = 3000;
const MAX_EARLY = 50;

const main = document.querySelector("main");
const log = byId("log");
const message = byId("message");
const chain = byId("chain");

const suggestions = [
  "Hello!", "How is the weather today?", "How do I cook tomato soup?", "How do I test my Java code?", "Plan my day."];

const { sidebar } = panels();
const modes = new Modes();
const audit = new Audit();
const conversations = new Conversations(showConversation);
const shown = new Map(); // exchanges on the page, by id
const early = new Map(); // corrections of layers in shadow mode that came before their exchange

let chains = new Map(); // by name
let running = null;

function add(question) {
  const exchange = new Exchange(question);
  log.append(exchange.root);
  byId("welcome").hidden = true;
  return exchange;
}

function show(exchange, reply, live) {
  exchange.show(reply, live);
  shown.set(reply.id, exchange);
  const known = reply.observed.map(({ layer }) => layer.name);
  for (const observed of early.get(reply.id) ?? []) if (!known.includes(observed.layer.name)) exchange.observe(observed);
  early.delete(reply.id);
}

function showConversation(replies) {
  running?.abort();
  log.replaceChildren();
  shown.clear();
  byId("welcome").hidden = replies.length > 0;
  for (const reply of replies) show(add(reply.question), reply, false);
  uncover(sidebar);
  toEnd();
}

function observe({ exchange, observed }) {
  if (shown.has(exchange)) {
    shown.get(exchange).observe(observed);
    toEnd();
    return;
  }
  if (early.size >= MAX_EARLY) early.delete(early.keys().next().value);
  early.set(exchange, [...(early.get(exchange) ?? []), observed]);
}

function busy(controller) {
  running = controller;
  byId("send").hidden = controller !== null;
  byId("stop").hidden = controller === null;
  log.setAttribute("aria-busy", String(controller !== null));
}

function toEnd() {
  main.scrollTop = main.scrollHeight;
}

async function query(question) {
  return new URLSearchParams({
    message: question,
    chain: chain.value,
    model: byId("model").value,
    conversation: await conversations.begun(),
    aligner: byId("aligner").checked ? "on" : "off",
    streaming: byId("sentence").checked && !byId("sentence").disabled ? "sentence" : "whole",
  });
}

/** Receives one reply; returns it, or throws the problem that came instead. */
async function receive(question, exchange, signal) {
  for await (const { event, data } of events(`api/chat/stream?${await query(question)}`, signal)) {
    if (event === "token") exchange.append(data.text, toEnd);
    else if (event === "done") return data;
    else if (event === "error") throw data;
  }
  throw { title: "The answer broke off", detail: "The chatbot closed the connection before the answer was complete." };
}

async function send(question) {
  const controller = new AbortController();
  const exchange = add(question);
  const again = () => {
    if (running) return;
    exchange.root.remove();
    send(question);
    message.focus();
  };
  busy(controller);
  toEnd();
  try {
    show(exchange, await receive(question, exchange, controller.signal), true);
    conversations.refresh().catch(() => {});
  } catch (problem) {
    if (problem.status === 404) conversations.current = null;
    if (controller.signal.aborted) exchange.fail("Stopped", "", again);
    else if (problem instanceof TypeError) exchange.fail("The chatbot can't be reached", "Is it still running?", again);
    else exchange.fail(problem.title ?? "Something went wrong", problem.detail ?? "", again);
  } finally {
    if (running === controller) busy(null);
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

function choose() {
  byId("sentence").disabled = !chains.get(chain.value)?.sentences;
  modes.show(chain.value);
}

function options(select, choices) {
  select.replaceChildren(...choices.map(([value, label]) => Object.assign(document.createElement("option"), { value, textContent: label })));
}

function introduce(models) {
  byId("introduction").textContent = models[0].builtIn
    ? "Behind this page sits a small rule-based bot that is rude on purpose. An Aligner, a small language model"
      + " inside this Java program, corrects each answer before it is shown or remembered."
    : "An Aligner, a small language model inside this Java program, corrects each answer of the upstream model"
      + " before it is shown or remembered.";
}

function suggest() {
  byId("suggestions").replaceChildren(...suggestions.map((text) => {
    const item = document.createElement("li");
    item.append(button(text, () => running || send(text), ""));
    return item;
  }));
}

/** Receives live events while the page is visible; a browser has few connections for all pages together. */
async function listen() {
  for (;;) {
    while (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
    const controller = new AbortController();
    const stop = () => document.hidden && controller.abort();
    document.addEventListener("visibilitychange", stop);
    try {
      await audit.start();
      for await (const { event, data } of events("api/live", controller.signal)) {
        byId("live-state").textContent = "";
        if (event === "counters") showCounters(data);
        else if (event === "audit") audit.add(data);
        else if (event === "shadow") observe(data);
      }
    } catch {
      byId("live-state").textContent = "not connected";
    }
    document.removeEventListener("visibilitychange", stop);
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MILLIS));
  }
}

async function start() {
  suggest();
  await conversations.start(); // begins the session, which the other requests then belong to
  const [known, models] = await Promise.all([json("api/chains"), json("api/models")]);
  chains = new Map(known.map((one) => [one.name, one]));
  options(chain, known.map(({ name, layers }) => [name, layers.length > 1 ? `${name} (${layers.join(", ")})` : name]));
  chain.value = "default";
  options(byId("model"), models.map(({ name, label }) => [name, label]));
  introduce(models);
  byId("welcome").hidden = log.hasChildNodes();
  await modes.start(chain.value);
  choose();
  listen();
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
chain.addEventListener("change", choose);
byId("stop").addEventListener("click", () => {
  running?.abort();
  message.focus();
});

start()
  .catch(() => add("").fail("The chatbot can't be reached", "Reload the page to try again."))
  .finally(() => message.focus());
