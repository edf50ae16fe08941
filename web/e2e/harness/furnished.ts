// A desk that looks lived in: departments, agents, chats in every state, and one of each setting.

import type { Agent, Desk } from "./desk.ts";
import { picture } from "./picture.ts";

export interface Furnished {
  /** A chat with messages of all kinds; all fields of its customer are set. */
  chat: number;
  webhook: number;
  department: number;
  canned: number;
  rule: number;
}

/** Adds example objects of every kind to an organization. */
export async function furnish(desk: Desk, admin: Agent): Promise<Furnished> {
  const ben = desk.invite("Ben Okafor", "agent").id;
  desk.invite("Wolfgang-Maximilian von Hohenstein-Breitenbach", "superviser");
  const add = (name: string) => desk.run<{ id: number }>("department", "add", "--name", name).id;
  const department = add("Orders");
  add("Returns and repairs");
  const { id: chat, customer } = await desk.chat({
    name: "Marta Nowak",
    email: "marta@ostra.example",
    text: "Hello, where is my lamp? Order 48213-C.\n\nI wait *since Monday*.",
    department,
    assignee: admin.id,
    customer: {
      phone: "+48 601 000 000",
      company: "Ostra",
      lastSeen: Math.floor(Date.now() / 1000),
      location: { countryCode: "PL", city: "Kraków" },
      lastPage: "https://ostra.example/lamps/mono",
      tags: [{ name: "vip" }, { name: "wholesale" }],
      customData: [
        { property: "plan", value: "gold" },
        { property: "orders", value: 14 },
      ],
      notes: "Prefers to be called in the morning.",
    },
  });
  await desk.api("POST", "events", { customer, name: "order placed", data: { order: 48213 } });
  await admin.call("POST", `/chats/${chat}/messages`, {
    text: "Carrier says Thursday.",
    note: true,
  });
  await admin.call("POST", `/chats/${chat}/messages`, {
    text: "Good morning! It left **today**: https://carrier.example/48213-C",
  });
  const file = await fetch(`${desk.server.url}/app/v1/files?name=receipt.png`, {
    method: "POST",
    headers: {
      "sec-fetch-site": "same-origin",
      "content-type": "application/octet-stream",
      cookie: `${admin.cookie.name}=${admin.cookie.value}`,
    },
    body: new Uint8Array(picture(240, 160)),
  }).then(it => it.json() as Promise<{ id: number }>);
  await admin.call("POST", `/chats/${chat}/messages`, { text: "The receipt:", files: [file.id] });
  await desk.says(chat, "Thank you! 👨‍👩‍👧 Then I wait for Thursday.");
  const earlier = await desk.api("POST", "chats", { customer, application: desk.application });
  await desk.says(earlier.id, "Do you have the green one?");
  await admin.call("POST", `/chats/${earlier.id}/messages`, { text: "Yes, in every size." });
  await desk.api("PUT", "chats/status", { id: earlier.id, status: "closed" });
  await desk.api("PUT", "chats/rate", { id: earlier.id, rating: "great" });
  await desk.chat({ name: "سمير حداد", text: "هل تشحنون إلى بيروت؟ الطلب 48213", assignee: ben });
  await desk.chat({ name: null, text: "hi" });
  await desk.chat({ name: "Jonas Weber", text: "<b>Do</b> you ship to Norway?", department });
  const away = await desk.chat({ name: "Ingrid Sørensen", text: "Next week is fine." });
  await desk.api("PUT", "chats/snooze", {
    id: away.id,
    snoozedUntil: Math.floor(Date.now() / 1000) + 86_400,
  });
  const blocked = await desk.chat({ name: "Spam Lord", text: "Buy now" });
  await admin.call("PATCH", `/customers/${blocked.customer}`, { blocked: true });
  const canned = await admin.call("POST", "/canned", {
    shortcut: "track",
    text: "Hello {{customer.firstName|there}}, your parcel is on its way.",
    shared: true,
  });
  await admin.call("POST", "/views", { name: "VIP", filter: { tag: "vip" }, shared: true });
  const rule = await admin.call("POST", "/rules", {
    name: "Cart",
    message: "Questions about delivery?",
    pages: ["https://ostra.example/cart*"],
    seconds: 30,
    visits: 1,
    locales: [],
    speaker: null,
    enabled: true,
  });
  const webhook = await admin.call("POST", "/webhooks", {
    url: "https://hooks.ostra.example/deskbell",
    events: ["chat.new", "message.chat.customer"],
  });
  await admin.call("POST", "/keys", { name: "Warehouse", scope: "read" });
  return { chat, webhook: webhook.id, department, canned: canned.id, rule: rule.id };
}
