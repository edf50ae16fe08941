// A desk that sells lamps: names of many lengths and scripts, waits of every colour.

const now = Math.floor(Date.now() / 1000);
const min = n => now - n * 60;

const agents = [
  [1, "Ann Whitfield", "admin"],
  [2, "Mireille Okafor", "superviser"],
  [3, "Tariq Haddad", "agent"],
  [4, "Olena Bondar", "agent"],
].map(([id, name, role]) => ({ id, name, email: null, role }));

export const team = {
  me: {
    agent: agents[0],
    organization: { id: 1, domain: "Ostra Leuchten" },
    login: "ann",
    secondFactor: false,
    session: 7,
    rights: [
      "messages",
      "chats",
      "customers",
      "customerLists",
      "ownCanned",
      "sharedCanned",
      "ownReports",
      "allReports",
      "staff",
      "webhooks",
      "keys",
      "organization",
      "audit",
      "customerErasure",
    ],
    departments: [1, 2, 3],
    seesAllChats: true,
  },
  agents,
  departments: [
    [1, "Orders"],
    [2, "Returns and repairs"],
    [3, "Technical advice"],
  ].map(([id, name]) => ({ id, name, agents })),
  canned: [
    [
      1,
      "tracking",
      "Tracking number and when to expect it",
      "You can follow it here: https://track.example/{{last_order}}. It should be with you tomorrow.",
      true,
    ],
    [
      2,
      "transport",
      "Damaged in transport: photo, no return needed",
      "A photo is all we need, {{customer.firstName}}.",
      true,
    ],
    [3, "trade", "How to get a trade account", "Write to us with your VAT number.", false],
  ].map(([id, shortcut, title, text, shared]) => ({
    id,
    shortcut,
    text: `${title}. ${text}`,
    agent: shared ? null : 1,
  })),
  views: [
    { id: 1, name: "Waiting over 10 min", agent: null, filter: { waiting: true } },
    { id: 2, name: "Trade customers", agent: 1, filter: { tag: "trade" } },
  ],
  events: [
    { id: 3, name: "report_damage", data: { order: "48213-B" }, createdAt: min(22) },
    { id: 2, name: "order_opened", data: { order: "48213-B" }, createdAt: min(8) },
  ],
};

const people = [
  [
    "Marta Kowalczyk",
    "This is the THIRD time I write. Where is my lamp?? 😡",
    14,
    2,
    ["order 48213-B"],
    false,
  ],
  [
    "Wolfgang-Maximilian von Hohenstein-Breitenbach",
    "Guten Tag, seit dem Firmware-Update flackert die Leuchte im Flur jede Nacht",
    11,
    3,
    [],
    true,
  ],
  ["Nguyễn Thị Phương Thảo", "Can I pay half now and half on delivery?", 7, 1, ["trade"], false],
  [null, "hi is the brass one back in stock", 5, 1, [], true],
  [
    "Zoë Desmarais-Lefèvre",
    "Bonjour, je voudrais changer l’adresse de livraison",
    3,
    1,
    [],
    false,
    "me",
  ],
  ["سمير الصايغ", "هل يصل الشحن إلى عمّان قبل الخميس؟", 1, 1, [], true],
  ["Оксана Шевченко", "Sounds good, the cable ships today.", -9, 2, [], false],
  [
    "Tomás Echeverría",
    "De acuerdo, espero la factura con el NIF correcto",
    -26,
    1,
    ["invoice"],
    false,
  ],
  ["Jonas Lindqvist", "IMG_2204.jpg", -48, 3, [], false],
  [
    "Ελένη Παπαδοπούλου",
    "I have asked the workshop and will come back to you",
    -62,
    2,
    ["warranty"],
    false,
  ],
  ["kevin_b_1987@inbox.example", "ok thx 👍", -190, 1, [], false],
  [
    "Anneliese Brückner",
    "Vielen Dank, die Montage hat geklappt. Schönes Wochenende!",
    -250,
    3,
    [],
    false,
  ],
  ["Siobhán Ní Bhraonáin", "Perfect, got the tracking number.", -260, 1, [], false],
  ["Murat Çağlayan", "Teşekkürler, fatura geldi", -310, 1, [], false],
];
const made = Array.from({ length: 148 }, (_, n) => {
  const [name, preview, wait, department, tags, unread, draft] = people[n] ?? [
    `Agnieszka Wiśniewska ${n}`,
    "Czy abażur 42 cm pasuje do modelu Mono?",
    -n * 30,
    1 + (n % 3),
    [],
    false,
  ];
  return {
    id: n + 1,
    status: "opened",
    assignee: n < 14 ? 1 : n % 5 === 0 ? null : 2 + (n % 3),
    department,
    unread,
    waitingSince: wait > 0 ? min(wait) : null,
    lastMessageAt: min(Math.abs(wait)),
    createdAt: min(3000),
    snoozedUntil: null,
    rating: null,
    customer: { id: n === 0 ? 10482 : 2288 + n, name, email: null, userId: null },
    tags: tags.map(name => ({ name })),
    draft: draft ?? null,
    preview,
  };
});

export function rows(view) {
  const open = made.filter(it => it.status !== "closed" && !it.snooze);
  if (view === "mine") return open.filter(it => it.assignee === 1);
  if (view === "unassigned") return open.filter(it => it.assignee === null);
  if (view === "snoozed") return [];
  if (view === "drafts") return open.filter(it => it.draft);
  if (view?.department) return open.filter(it => it.department === view.department);
  if (view?.waiting) return open.filter(it => it.waitingSince);
  if (view?.tag) return open.filter(it => it.tags.some(tag => tag.name === view.tag));
  return open;
}
export const counts = views => views.map(view => rows(view).length);

export function customerOf(id) {
  const row = made.find(it => it.customer.id === id);
  const isFirst = id === 10482;
  return {
    id,
    name: row?.customer.name ?? null,
    email: isFirst ? "marta.kowalczyk@poczta.example" : null,
    phone: isFirst ? "+48 58 555 01 42" : null,
    company: null,
    userId: isFirst ? "c_10482" : null,
    firstSeen: min(90000),
    lastSeen: min(1),
    location: isFirst ? { city: "Gdańsk", country: "Poland", timezone: "Europe/Warsaw" } : null,
    blocked: false,
    source: null,
    referer: null,
    lastPage: isFirst ? "https://www.ostra-leuchten.example/delivery-and-returns" : null,
    locale: "pl",
    notes: isFirst
      ? "Speaks English on the phone, prefers calls after 17:00. Has a cat that eats cables 🐈"
      : null,
    tags: [...(isFirst ? [{ name: "returning" }] : []), ...(row?.tags ?? [])],
    customData: isFirst
      ? { plan: "retail", orders: 6, last_order: "48213-C", lifetime_eur: 1284.5 }
      : {},
  };
}

const kept = new Map();
export function messagesOf(id) {
  if (!kept.has(id)) kept.set(id, first(id));
  return kept.get(id);
}

function first(chat) {
  let id = chat * 1000;
  const say = (agent, type, text, ago, read = true) => ({
    id: ++id,
    agent: agent ? { id: agent, name: agents[agent - 1].name } : null,
    type,
    text,
    read,
    createdAt: `${min(ago)}.000`,
    updatedAt: null,
    edited: false,
    chat,
    from: agent ? "agent" : "customer",
    files: [],
  });
  if (chat !== 1) return [say(null, "message", made.find(it => it.id === chat)?.preview ?? "…", 4)];
  return [
    say(
      2,
      "message",
      "Dziękuję za wiadomość. If anything is damaged, a photo is all we need.",
      1170,
    ),
    say(
      null,
      "message",
      "The shade arrived cracked, see photo. Order 48213-B. I pack better than your warehouse does.",
      21,
    ),
    say(
      2,
      "message",
      "I’m sorry, that shade should never have left us. A new one goes out today and you can keep the old. No need to send anything back.",
      15,
    ),
    say(
      2,
      "private",
      "Replacement is booked as **48213-C**, but the carrier shows no scan yet. @[Ann] can you take it, I’m off at two?",
      13,
    ),
    say(2, "tech", "assigned", 12),
    say(null, "message", "This is the THIRD time I write. Where is my lamp?? 😡", 7.3),
    say(
      null,
      "message",
      "You said “today”. My guests come on Saturday and there is a bare bulb over my table.",
      7,
    ),
  ];
}

export function chatOf(id) {
  const row = made.find(it => it.id === id);
  const others =
    id === 1
      ? made.slice(100, 103).map((it, n) => ({
          ...it,
          status: "closed",
          rating: ["poor", "perfect", null][n],
          preview: [
            "Order 48213-B, wrong colour",
            "Faktura do zamówienia 31877",
            "When will it ship?",
          ][n],
          lastMessageAt: min(9000 + n * 4000),
        }))
      : [];
  return {
    row,
    others,
    chat: row && { ...row, readByAgent: !row.unread, readByCustomer: true, closedAt: null },
  };
}

const times = (count, median) => ({
  count,
  median,
  p90: median * 3,
  mean: median * 1.4,
  withinTarget: Math.round(count * 0.87),
});
const figures = (n, more = {}) => ({
  day: null,
  weekday: null,
  hour: null,
  id: null,
  name: null,
  new: n,
  closed: Math.round(n * 0.93),
  messages: n * 7,
  repliedTo: Math.round(n * 0.9),
  firstReply: times(n, 160 + (n % 90)),
  resolution: times(n, 5400),
  ratings: {
    count: Math.round(n / 3),
    perfect: Math.round(n / 5),
    great: Math.round(n / 10),
    average: 2,
    poor: 1,
    veryPoor: 1,
  },
  ...more,
});

/** Makes the answer to `GET /app/v1/reports` for a query. */
export function report(query) {
  const [by, from, to] = ["by", "from", "to"].map(it => query.get(it));
  const list = [];
  for (
    let day = new Date(`${from}T12:00:00Z`);
    day <= new Date(`${to}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + 1)
  ) {
    const weekend = day.getUTCDay() % 6 === 0;
    list.push(
      figures(weekend ? 100 : 195 + ((day.getUTCDate() * 17) % 45), {
        day: day.toISOString().slice(0, 10),
      }),
    );
  }
  let rows = list;
  if (by === "hour")
    rows = Array.from({ length: 168 }, (_, n) =>
      figures(Math.max(0, Math.round(20 * Math.sin(((n % 24) - 4) / 6) - (n > 120 ? 9 : 0))), {
        weekday: Math.floor(n / 24),
        hour: n % 24,
      }),
    );
  if (by === "agent")
    rows = agents.map(it => figures(320 - it.id * 45, { id: it.id, name: it.name }));
  const sum = list.reduce((all, it) => all + it.new, 0);
  return {
    by,
    from,
    to,
    zone: "Europe/Berlin",
    asOf: now,
    complete: true,
    targetSeconds: 600,
    rows,
    total: figures(sum),
    firstReplyTimes: [0, 60, 120, 300, 600, 1800, 3600].map((it, n, all) => ({
      from: it,
      to: all[n + 1] ?? null,
      count: [212, 287, 411, 207, 118, 31, 18][n],
    })),
  };
}
