// The drawer: everybody whose phone is not on the page, and people who are only just thought up.
import { button, field, h, openSheet, select, submitButton } from "./dom.js";
import { currentLanguage } from "./i18n.js";
import { traitsOf } from "./platforms.js";

/** ground: see main.js; attempt(call) reports what was refused. */
export function openDrawer(ground, attempt) {
  const choose = (seat) => { sheet.close(); ground.table.open(seat); };
  const phones = ground.table.drawer().map((seat) =>
    h("button", { type: "button", class: "choice seat", onclick: () => choose(seat) },
      h("span", {}, seat.title), h("small", {}, seat.role ?? traitsOf(seat.platform).label)));
  const newPerson = button("newPerson", () => { sheet.close(); askPerson(ground, attempt); }, "choice");
  const sheet = openSheet("addPhone", h("div", { class: "choices" }, phones, newPerson));
}

export function askPerson(ground, attempt) {
  const name = h("input", { required: true, autocomplete: "off", autofocus: true });
  const username = h("input", { autocomplete: "off", pattern: "[A-Za-z0-9_]{5,32}" });
  const platform = select(ground.platforms.map((one) => [one, traitsOf(one).label]));
  const usernameField = field("username", username);
  platform.addEventListener("change", () => { usernameField.hidden = !traitsOf(platform.value).usernames; });
  const submit = (event) => {
    event.preventDefault();
    sheet.close();
    attempt(() => ground.newPerson({ platform: platform.value, first_name: name.value,
      username: username.value || undefined, language: currentLanguage() }));
  };
  const sheet = openSheet("newPerson", h("form", { class: "stack", onsubmit: submit }, field("firstName", name),
    field("platform", platform), usernameField, submitButton("add")));
}
