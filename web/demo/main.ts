/**
 * The shop of the demo server: the snippet, buttons for the widget's methods, and a log of its
 * events. Like any other site, the shop uses the widget only through `HelpCrunch(…)`.
 */

import { EVENTS } from "./events.ts";

type HelpCrunch = ((...args: unknown[]) => void) & { q?: unknown[] };

/** The widget's methods, each with example arguments. */
const METHODS: [string, ...unknown[]][] = [
  ["openChat"],
  ["closeChat"],
  ["showChatWidget"],
  ["hideChatWidget"],
  ["setChatButtonOffset", 24, 96],
  ["sendUserMessage", "Does Mono come in blue?"],
  ["typeUserMessage", "I would like to ask "],
  ["updateUser", { name: "Marta Nowak", email: "marta@ostra.example" }],
  ["userAuth", { user_id: "ostra-1041", name: "Marta Nowak" }],
  ["updateUserData", { orders: 3, plan: "repairs" }],
  ["trackEvent", "looked_at_lamp", { lamp: "Mono" }],
  ["setLocalization", "de"],
  ["setPhraseList", "en"],
  ["muteNotificationSound", true],
  ["sendProactiveChatAutoMessage", 1],
  ["setOperatingHours", { monday: ["09:00", "18:00"] }],
  ["openKBArticle", 1],
  ["setMediaCSS", "button { color: green }"],
  ["logOut"],
];
/** The most events that the page shows. */
const EVENTS_MAX = 100;
/** The id of the demo server's application. */
const APP = "1";

const page = window as unknown as { HelpCrunch: HelpCrunch; helpcrunchSettings: object };
const call = (...args: unknown[]) => page.HelpCrunch(...args);
const place = (id: string) => document.getElementById(id) ?? document.body;

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  ...inside: (string | Node)[]
): HTMLElementTagNameMap[K] {
  const it = document.createElement(name);
  it.append(...inside);
  return it;
}

// What a site does: its settings, a queue until the script is there, and the script.
page.helpcrunchSettings = { appId: APP };
const queue: HelpCrunch = (...args) => void queue.q?.push(args);
queue.q = [];
page.HelpCrunch = queue;
for (const event of EVENTS) call(event, (it: { detail: unknown }) => heard(event, it.detail));
const script = element("script");
script.async = true;
script.src = "/sdk.js";
document.head.append(script);

place("snippet").textContent = `<script>
  window.helpcrunchSettings = { appId: "${APP}" };
  window.HelpCrunch = function () { HelpCrunch.q.push(arguments); };
  HelpCrunch.q = [];
</script>
<script async src="${location.origin}/sdk.js"></script>`;

place("ask").onclick = () => call("openChat");

for (const [name, ...args] of METHODS) {
  const field = element("input");
  field.id = `of-${name}`;
  field.value = args.map(it => JSON.stringify(it)).join(", ");
  field.spellcheck = false;
  const label = element("label", name);
  label.htmlFor = field.id;
  const button = element("button", "Call");
  button.type = "button";
  button.setAttribute("aria-label", `Call ${name}`);
  const fault = element("p");
  fault.hidden = true;
  button.onclick = () => {
    try {
      call(name, ...JSON.parse(`[${field.value}]`));
      fault.hidden = true;
    } catch {
      fault.textContent = 'Arguments are JSON, such as "text", 42 or {"name": "Ann"}.';
      fault.hidden = false;
    }
  };
  const row = element("div", label, field, button, fault);
  row.className = "method";
  place("methods").append(row);
}

function heard(event: string, detail: unknown): void {
  const time = element("time", new Date().toLocaleTimeString());
  const said = JSON.stringify(detail) ?? "{}";
  const list = place("events");
  list.prepend(
    element("li", time, " ", element("strong", event), said === "{}" ? "" : element("code", said)),
  );
  while (list.children.length > EVENTS_MAX) list.lastElementChild?.remove();
}

// The shop's pages are one page whose URL changes, as in many shops: the widget follows.
addEventListener("click", it => {
  const link = (it.target as Element).closest?.("header a") as HTMLAnchorElement | null;
  if (!link || it.ctrlKey || it.metaKey || it.shiftKey) return;
  it.preventDefault();
  history.pushState(null, "", link.href);
});
