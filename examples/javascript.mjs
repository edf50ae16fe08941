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

/** Ends the program with the server's words if the status is another one. */
function expect(wanted, [status, answer]) {
  if (status === wanted) return answer;
  for (const error of answer.errors) console.error(error.message);
  process.exit(1);
}

/** Every item of a list, page by page; no item is missed when others come or go meanwhile. */
async function* pages(path, name) {
  for (let cursor = ""; cursor !== null; ) {
    const answer = await call("GET", `${path}?limit=100&cursor=${cursor}`);
    if (answer[0] === 404) return; // A chat without messages.
    const page = expect(200, answer);
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
  const message = expect(201, await call("POST", "/v1/messages", { chat, text }, once));
  console.log(message.id);
}

async function follow(file, left = -1) {
  let [after, history = ""] = (await readFile(file, "utf8").catch(() => "0 ")).split(" ");
  while (left !== 0) {
    const known = history && `&history=${history}`;
    // 410: away for too long, or a backup was restored. Read everything again, then follow.
    const page = expect(200, await call("GET", `/v1/changes?after=${after}&wait=30${known}`));
    history = page.meta.history;
    for (const change of page.data) {
      if (left === 0) break;
      console.log(change.seq, change.kind);
      left -= 1;
      after = change.seq;
    }
    await writeFile(file, `${after} ${history}`);
  }
}

const [command, ...words] = process.argv.slice(2);
if (command === "pages") await count();
else if (command === "post") await post(words[0], words[1]);
else if (command === "follow") await follow(words[0], words[1] && Number(words[1]));
else console.error("commands: pages, post CHAT TEXT, follow FILE [COUNT]");
