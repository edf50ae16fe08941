// Deskbell from JavaScript, with fetch alone: Node 18 or later, or a browser.
//
//   export URL=http://127.0.0.1:8080 KEY=…
//   node javascript.mjs pages                 counts every chat and every message
//   node javascript.mjs post CHAT TEXT        posts a message, once, however often it has to be sent
//   node javascript.mjs follow FILE [COUNT]   prints what changes; FILE keeps how far it came

import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";

const { URL: url, KEY: key } = process.env;
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Gives the status and the JSON; repeats the request after 429, 503 or a broken connection. */
async function call(method, path, body, headers = {}) {
  const sent = { ...headers, Authorization: `Bearer ${key}` };
  for (;;) {
    try {
      const answer = await fetch(url + path, {
        method,
        headers: sent,
        body: body && JSON.stringify(body),
      });
      if (answer.status !== 429 && answer.status !== 503) {
        return [answer.status, await answer.json()];
      }
      await wait(Number(answer.headers.get("Retry-After")));
    } catch {
      await wait(0.2);
    }
  }
}

/** Every item of a list, page by page; no item is missed when others come or go meanwhile. */
async function* pages(path, name) {
  for (let cursor = ""; cursor !== null; ) {
    const [status, page] = await call("GET", `${path}?limit=100&cursor=${cursor}`);
    if (status === 404) return; // A chat without messages.
    yield* page[name];
    cursor = page.meta.next;
  }
}

async function count() {
  let chats = 0;
  let messages = 0;
  for await (const chat of pages("/v1/chats", "data")) {
    chats += 1;
    for await (const _ of pages(`/v1/chats/${chat.id}/messages`, "data")) messages += 1;
  }
  console.log(`${chats} chats, ${messages} messages`);
}

async function post(chat, text) {
  const once = { "Idempotency-Key": crypto.randomUUID() };
  const [status, message] = await call("POST", "/v1/messages", { chat, text }, once);
  console.log(status === 201 ? message.id : message.errors);
}

async function follow(file, left = -1) {
  let after = Number(await readFile(file, "utf8").catch(() => "0"));
  while (left !== 0) {
    const [status, page] = await call("GET", `/v1/changes?after=${after}&wait=30`);
    if (status === 410) {
      throw new Error("away for too long: read everything again, then follow from the end");
    }
    for (const change of page.data) {
      if (left === 0) break;
      console.log(change.seq, change.kind);
      left -= 1;
      after = change.seq;
    }
    await writeFile(file, String(after));
  }
}

const [command, ...words] = process.argv.slice(2);
if (command === "pages") await count();
else if (command === "post") await post(words[0], words[1]);
else if (command === "follow") await follow(words[0], words[1] && Number(words[1]));
else console.error("commands: pages, post CHAT TEXT, follow FILE [COUNT]");
