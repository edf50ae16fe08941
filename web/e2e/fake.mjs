// A small server with the shapes of `/app/v1`, for work on pages without a database: it serves the
// built pages as Deskbell does and forgets everything when it ends. `node e2e/fake.mjs [PORT]`.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chatOf, counts, customerOf, messagesOf, report, rows, team } from "./fake-data.mjs";

const dist = new URL("../dist/", import.meta.url);
const shell = readFileSync(new URL("../../crates/pages/src/shell.rs", import.meta.url), "utf8");
const policy = /const POLICY: &str = "([\s\S]*?)";/.exec(shell)?.[1]?.replace(/\\\n\s*/g, "") ?? "";
const types = { js: "text/javascript", css: "text/css", svg: "image/svg+xml", html: "text/html" };
const sockets = new Set();
let seq = 100;
let next = 900_000;

/** Sends a message to the sockets of all pages. */
function tell(frame) {
  const text = Buffer.from(JSON.stringify(frame));
  const head =
    text.length < 126 ? [0x81, text.length] : [0x81, 126, text.length >> 8, text.length & 255];
  for (const socket of sockets) socket.write(Buffer.concat([Buffer.from(head), text]));
}

function answer(method, path, body, query) {
  if (path === "/session") return { secondFactor: body.login === "two" };
  if (path === "/session/totp") return "Ok";
  if (path === "/invitations/look") {
    return body.token === "old"
      ? 404
      : { name: "Ann Whitfield", role: "admin", login: null, email: "ann@ostra-leuchten.example" };
  }
  if (path === "/me") {
    const { agents, departments, canned, views } = team;
    const settings = { replyTargetSeconds: 600, agentsSeeAll: false };
    return {
      ...team.me,
      team: { agents, departments },
      canned,
      views,
      settings,
      replyTargets: [],
      seq,
    };
  }
  if (path === "/agents") return { data: team.agents };
  if (path === "/departments") return { data: team.departments };
  if (path === "/canned") return { data: team.canned };
  if (path === "/views") return { data: team.views };
  if (path === "/settings") return { replyTargetSeconds: 600, agentsSeeAll: false };
  if (path === "/reports") return report(query);
  if (path === "/list") {
    const all = rows(body.view);
    const offset = "offset" in (body.at ?? {}) ? body.at.offset : 0;
    return {
      seq,
      total: all.length,
      offset,
      rows: all.slice(offset, offset + (body.limit ?? 50)),
      counts: counts(body.counts ?? []),
    };
  }
  if (path === "/search") {
    const q = (query.get("q") ?? "").toLowerCase();
    const found = rows("all").filter(it => JSON.stringify(it).toLowerCase().includes(q));
    return {
      chats: found.slice(0, 10),
      customers: found.slice(0, 3).map(it => customerOf(it.customer.id)),
    };
  }
  if (path === "/chats/act") {
    for (const id of body.ids) Object.assign(chatOf(id).row, body.set);
    return { done: body.ids, missing: [], undo: [{ ids: body.ids, set: { status: "opened" } }] };
  }
  const chat = /^\/chats\/(\d+)$/.exec(path);
  if (chat) {
    const found = chatOf(Number(chat[1]));
    return found.row
      ? {
          seq,
          chat: found.chat,
          customer: customerOf(found.row.customer.id),
          messages: [...messagesOf(found.row.id)].reverse(),
          total: 12,
          next: null,
          others: found.others,
          draft: null,
          drafts: [],
        }
      : 404;
  }
  const post = /^\/chats\/(\d+)\/messages$/.exec(path);
  if (post && method === "POST") {
    const message = {
      id: ++next,
      agent: team.agents[0],
      type: body.note ? "private" : "message",
      text: body.text,
      read: false,
      createdAt: `${Date.now() / 1000}`,
      updatedAt: null,
      edited: false,
      chat: Number(post[1]),
      from: "agent",
    };
    messagesOf(Number(post[1])).push(message);
    setTimeout(
      () =>
        tell({
          seq: ++seq,
          kind: "message.created",
          at: 1,
          actor: { type: "agent", id: 1 },
          object: message,
        }),
      5,
    );
    return message;
  }
  if (post) return { data: [], meta: {} };
  const events = /^\/customers\/(\d+)\/events$/.exec(path);
  if (events) return { data: team.events };
  return method === "GET" ? 404 : "Ok";
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://x");
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (url.pathname.startsWith("/app/v1/")) {
    let body = {};
    try {
      body = JSON.parse(Buffer.concat(chunks).toString() || "{}");
    } catch {}
    const given = answer(request.method, url.pathname.slice(7), body, url.searchParams);
    const status = typeof given === "number" ? given : 200;
    response.writeHead(status, { "Content-Type": "application/json", "X-Request-Id": "fake-1" });
    response.end(
      JSON.stringify(
        status === 200
          ? given
          : { errors: [{ code: "not_found", message: "There is nothing here." }] },
      ),
    );
    return;
  }
  const name = url.pathname.startsWith("/assets/") ? url.pathname.slice(1) : "inbox.html";
  try {
    const bytes = readFileSync(new URL(name, dist));
    const type = types[name.split(".").pop()] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": policy });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});

server.on("upgrade", (request, socket) => {
  const key = request.headers["sec-websocket-key"];
  const accept = createHash("sha1")
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  sockets.add(socket);
  socket.on("error", () => {});
  socket.on("close", () => sockets.delete(socket));
  setTimeout(() => {
    tell({ kind: "presence", chat: 1, agent: null, customer: true, online: true });
    tell({ kind: "presence", chat: 1, agent: 2, customer: false, online: true });
    tell({ kind: "typing", chat: 4, agent: null, customer: true });
  }, 300);
});

const port = Number(process.argv[2] ?? 4173);
server.listen(port, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${port}/inbox\n`));
