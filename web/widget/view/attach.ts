/**
 * Files to be sent with a message: each is uploaded at once, reports its progress, and can be
 * uploaded again.
 */

import { cleaned } from "../../core/files";
import { Refusal } from "../core/http";
import type { App } from "../core/talk";
import type { Attaching, FileRef } from "../core/types";

/** The maximal number of files that the server accepts in one message. */
export const FILES_MAX = 5;

/** The files that wait to be sent to a chat. */
export const attachedTo = (app: App, chat: string): Attaching[] => app.state().attached[chat] ?? [];

/** Tells whether a file was refused for its size. Always false while the limit is unknown. */
export const isTooLarge = (it: Attaching, fileMax: number): boolean =>
  it.refused?.status === 413 && Number.isFinite(fileMax);

function put(app: App, chat: string, list: Attaching[]): void {
  app.state.set({ attached: { ...app.state().attached, [chat]: list } });
}

const change = (app: App, chat: string, key: string, to: Partial<Attaching>) =>
  put(
    app,
    chat,
    attachedTo(app, chat).map(it => (it.key === key ? { ...it, ...to } : it)),
  );

async function send(app: App, chat: string, it: Attaching): Promise<void> {
  const progress = (share: number) => change(app, chat, it.key, { share });
  try {
    const bytes = await cleaned(it.raw);
    if (bytes.size > app.state().fileMax) throw new Refusal(413, "", "", null);
    const path = `files?name=${encodeURIComponent(it.name)}`;
    const raw = { bytes, progress, stop: it.stop.signal };
    const file = (await app.core.visit.ask("POST", path, { raw })) as FileRef;
    // It makes somebody of the visitor, as a message does.
    app.core.visit.joined();
    change(app, chat, it.key, { file, share: 1 });
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) app.core.visit.renew();
    const { status, after } = error instanceof Refusal ? error : { status: 0, after: null };
    const until = status === 429 ? Date.now() / 1000 + (after ?? 60) : 0;
    change(app, chat, it.key, { refused: { status, until }, share: 0 });
  }
}

/**
 * Begins to upload files, if the server accepts files. Returns false if files beyond `FILES_MAX`
 * were left out.
 */
export function attach(app: App, chat: string, name: string, raws: Iterable<File>): boolean {
  if (!app.state().fileMax) return true;
  const before = attachedTo(app, chat);
  const all = [...raws];
  const added = all.slice(0, Math.max(0, FILES_MAX - before.length)).map(
    (raw): Attaching => ({
      key: `${Math.random()}`,
      name: raw.name || name,
      bytes: raw.size,
      type: raw.type,
      raw,
      share: 0,
      file: null,
      refused: null,
      stop: new AbortController(),
    }),
  );
  put(app, chat, [...before, ...added]);
  for (const it of added) void send(app, chat, it);
  return added.length === all.length;
}

export function again(app: App, chat: string, it: Attaching): void {
  change(app, chat, it.key, { refused: null, share: 0 });
  void send(app, chat, it);
}

export function remove(app: App, chat: string, it: Attaching): void {
  it.stop.abort();
  put(
    app,
    chat,
    attachedTo(app, chat).filter(other => other.key !== it.key),
  );
}
