// The fault script: what shall go wrong, at which call, for how long.
import { button, field, h, submitButton } from "./dom.js";
import { t } from "./i18n.js";

const COMMON_METHODS = ["sendMessage", "editMessageText", "deleteMessage", "answerCallbackQuery", "sendPhoto",
  "getFile", "getUpdates", "message/cs", "access_token", "media"];

// key -> the rule's effect; `update` marks faults of updates on their way to the bot
const KINDS = {
  fault429: { effect: (seconds) => ({
    error: { code: 429, description: `Too Many Requests: retry after ${seconds}`, retry_after: seconds } }) },
  fault500: { effect: () => ({ error: { code: 500, description: "Internal Server Error" } }) },
  fault403: { effect: () => ({ error: { code: 403, description: "Forbidden: bot was blocked by the user" } }) },
  faultZaloToken: { effect: () => ({ platform: "zalo_oa", error: { code: -216 } }) },
  faultZaloRate: { effect: () => ({ platform: "zalo_oa", error: { code: -32 } }) },
  faultZaloQuota: { effect: () => ({ platform: "zalo_oa", error: { code: -211 } }) },
  faultSlow: { effect: (seconds) => ({ delay: seconds }) },
  faultDrop: { effect: () => ({ drop: true }) },
  faultDuplicate: { update: true, effect: () => ({ duplicate: true }) },
  faultReorder: { update: true, effect: () => ({ reorder: true }) },
};

/** -> {element, refresh()} */
export function faultsSection(ground, attempt) {
  const kind = h("select", {}, Object.keys(KINDS).map((key) => h("option", { value: key, t: key })));
  const method = h("input", { list: "methods", tPlaceholder: "anyMethod", autocomplete: "off", spellcheck: "false" });
  const methods = h("datalist", { id: "methods" }, COMMON_METHODS.map((name) => h("option", { value: name })));
  const nth = h("input", { type: "number", min: "1", step: "1" });
  const seconds = h("input", { type: "number", min: "1", step: "1", value: "5", required: true });
  const list = h("ul", { class: "rules" });
  const methodField = field("faultMethod", method);
  kind.addEventListener("change", () => { methodField.hidden = Boolean(KINDS[kind.value].update); });
  const refresh = async () => {
    const rules = await ground.api.faults();
    list.replaceChildren(...(rules.length > 0 ? rules.map(ruleLine) : [h("li", { t: "noFaults" })]));
  };
  const add = (event) => {
    event.preventDefault();
    const { update, effect } = KINDS[kind.value];
    const rule = { ...effect(Number(seconds.value)), method: update ? "update" : method.value.trim() || undefined,
      nth: nth.value ? Number(nth.value) : undefined };
    attempt(async () => { await ground.api.addFaults([rule]); await refresh(); });
  };
  const clear = () => attempt(async () => { await ground.api.clearFaults(); await refresh(); });
  const element = h("section", { class: "part" }, h("h3", { t: "faults" }), list,
    h("form", { class: "stack", onsubmit: add }, field("faultKind", kind), methodField, methods,
      h("div", { class: "pair" }, field("faultNth", nth), field("seconds", seconds)),
      h("div", { class: "buttons" }, submitButton("add"), button("clear", clear))));
  return { element, refresh };
}

function ruleLine(rule) {
  const effect = rule.error ? `${rule.error.code}` : rule.delay ? `${t("faultSlow")} ${rule.delay} s`
    : t(rule.drop ? "faultDrop" : rule.duplicate ? "faultDuplicate" : "faultReorder");
  const nth = rule.nth ? `#${rule.nth} ` : "";
  return h("li", {}, h("code", {}, rule.method ?? "*"), ` ${nth}→ ${effect} (${rule.seen}×)`);
}
