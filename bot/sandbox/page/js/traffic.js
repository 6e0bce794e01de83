// What the bot called and what it was answered, newest first, the last few only.
import { h } from "./dom.js";
import { clockTime } from "./time.js";

const SHOWN = 60;
const QUIET = new Set(["getUpdates"]); // an idle bot asks for updates all day

/** -> {element, refresh()}; refresh reads on from the last number seen. */
export function trafficSection(ground) {
  const list = h("ol", { class: "traffic" });
  const empty = h("p", { class: "quiet", t: "noTraffic" });
  const element = h("section", { class: "part" }, h("h3", { t: "traffic" }), empty, list);
  let last = 0;
  const refresh = async () => {
    const after = last;
    const exchanges = await ground.api.traffic(after);
    if (last !== after) return; // another reading was quicker
    last = exchanges.at(-1)?.n ?? last;
    const wanted = exchanges.filter((exchange) => !QUIET.has(exchange.method) || exchange.status !== 200).slice(-SHOWN);
    list.prepend(...wanted.reverse().map(line));
    while (list.children.length > SHOWN) list.lastChild.remove();
    empty.hidden = list.children.length > 0;
  };
  return { element, refresh };
}

function line(exchange) {
  const good = exchange.status >= 200 && exchange.status < 300;
  const detail = (value) => h("pre", { tabindex: "0" }, JSON.stringify(value, null, 1));
  return h("li", {}, h("details", {},
    h("summary", {}, h("time", {}, clockTime(exchange.at)), h("code", {}, exchange.method),
      h("span", { class: good ? "good" : "bad" }, String(exchange.status || "✕"))),
    detail(exchange.params), detail(exchange.answer)));
}
