// The trainer's panel: keys and links to start with, the clock, people, faults, and what the bot called.
import { button, field, h, iconButton, openSheet, select, submitButton } from "./dom.js";
import { askPerson } from "./drawer.js";
import { faultsSection } from "./faults.js";
import { t } from "./i18n.js";
import { untilMorning } from "./time.js";
import { trafficSection } from "./traffic.js";

/** Fills `panel`. ground: see main.js. Returns {refresh(), traffic(), faults()}. */
export function buildTrainer(panel, ground) {
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const done = h("p", { class: "done", role: "status" });
  const attempt = async (call, success = "done") => {
    trouble.hidden = true;
    done.replaceChildren();
    try {
      await call();
      done.replaceChildren(h("span", { t: success }));
    } catch (error) {
      trouble.textContent = t("refused", { reason: error.message });
      trouble.hidden = false;
    }
  };
  const people = peopleSection(ground, attempt);
  const faults = faultsSection(ground, attempt);
  const traffic = trafficSection(ground, attempt);
  panel.replaceChildren(
    h("header", { class: "trainer-head" }, h("h2", { t: "trainer" }),
      iconButton("close", "close", () => ground.toggleTrainer(false))),
    h("p", { class: "strip", t: "notice" }), trouble, done,
    secretsSection(ground, attempt), clockSection(ground, attempt), people.element, faults.element, traffic.element);
  return { refresh: people.refresh, traffic: traffic.refresh, faults: faults.refresh };
}

function section(key, ...body) {
  return h("section", { class: "part" }, h("h3", { t: key }), ...body);
}

function secretsSection(ground, attempt) {
  const { secrets = [], links = [] } = ground.demo;
  if (secrets.length + links.length === 0) return null;
  const copyButton = (value) =>
    iconButton("copy", "copy", () => attempt(() => navigator.clipboard.writeText(value), "copied"));
  const keys = secrets.map(({ label, value }) =>
    h("div", { class: "secret" }, h("span", {}, label), h("code", {}, value), copyButton(value)));
  const phone = select(ground.table.phones.map((one, index) => [index, one.seat.title]));
  const rows = links.map((link) => {
    const { label, url } = typeof link === "string" ? { label: link, url: link } : link;
    return h("div", { class: "secret" }, h("span", {}, label), copyButton(url),
      button("open", () => ground.table.phones[phone.value].gestures.follow(url)));
  });
  return section("secrets", ...keys, rows.length > 0 && field("openOn", phone), ...rows);
}

function clockSection(ground, attempt) {
  const jump = (key, seconds) => button(key, () => attempt(() => ground.advance(seconds())));
  return section("time", h("div", { class: "buttons" }, jump("tenMinutes", () => 600), jump("hour", () => 3600),
    jump("day", () => 86_400), jump("week", () => 7 * 86_400), jump("morning", () => untilMorning(ground.now()))));
}

function peopleSection(ground, attempt) {
  const group = h("select", {});
  const person = h("select", {});
  const act = (key, call) => button(key, () => attempt(call));
  const { api } = ground;
  const founder = () => ground.chats.get(group.value)?.people[0]?.id;
  const deleted = h("input", { type: "checkbox", onchange: (event) => ground.setShowDeleted(event.target.checked) });
  const element = section("people",
    h("div", { class: "buttons" },
      button("newPerson", () => askPerson(ground, attempt)), button("newGroup", () => askGroup(ground, attempt))),
    field("person", person),
    h("div", { class: "buttons" }, act("openPhone", async () => ground.table.openPhone(person.value))),
    field("group", group),
    h("div", { class: "buttons" },
      act("joinGroup", () => api.join(group.value, person.value)),
      act("leaveGroup", () => api.leave(group.value, person.value)),
      act("addBot", () => api.addBot(group.value, founder())),
      act("kickBot", () => api.kickBot(group.value, founder()))),
    h("label", { class: "check" }, deleted, h("span", { t: "showDeleted" })));
  const refresh = () => {
    refill(group, ground.chats.groups().map((chat) => [chat.id, chat.title]));
    refill(person, ground.chats.people().map((one) => [one.id, one.name]));
  };
  refresh();
  return { element, refresh };
}

function refill(control, options) {
  const chosen = control.value;
  control.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
  if (options.some(([value]) => String(value) === chosen)) control.value = chosen;
}

function askGroup(ground, attempt) {
  const title = h("input", { required: true, autocomplete: "off", autofocus: true });
  const owner = select(ground.chats.people().map((one) => [one.id, one.name]));
  const bot = h("input", { type: "checkbox", checked: true });
  const submit = (event) => {
    event.preventDefault();
    sheet.close();
    const status = bot.checked ? "member" : undefined;
    const { platform } = ground.chats.private().find((chat) => chat.has(owner.value));
    attempt(() => ground.api.newGroup({ platform, title: title.value, owner: owner.value, bot: status }));
  };
  const sheet = openSheet("newGroup", h("form", { class: "stack", onsubmit: submit }, field("groupName", title),
    field("groupOwner", owner), h("label", { class: "check" }, bot, h("span", { t: "withBot" })),
    submitButton("add")));
}
