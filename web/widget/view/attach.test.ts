import { expect, it } from "vitest";
import { type Raw, Refusal } from "../core/http";
import { first, type State } from "../core/state";
import { store } from "../core/store";
import type { App } from "../core/talk";
import type { FileRef } from "../core/types";
import { again, attach, attachedTo, FILES_MAX, isTooLarge, remove } from "./attach";

const soon = () => new Promise(done => setTimeout(done));

function fake(answers: (FileRef | Refusal)[]) {
  const sent: string[] = [];
  const app = {
    state: store<State>({ ...first(), fileMax: 1000 }),
    core: {
      visit: {
        ask: async (_: string, path: string, { raw }: { raw: Raw }) => {
          sent.push(decodeURIComponent(path.split("=")[1] ?? ""));
          raw.progress(0.5);
          const answer = answers.shift();
          if (!answer || answer instanceof Refusal) throw answer ?? new Error("broken");
          return answer;
        },
        joined: () => {},
        renew: () => {},
      },
    },
  } as unknown as App;
  return { app, sent };
}

const ref = (id: number) => ({ id, name: "a" }) as FileRef;
const text = (name: string) => new File(["a"], name, { type: "text/plain" });

it("each file is sent at once, and stands with its chat", async () => {
  const { app, sent } = fake([ref(1), ref(2)]);
  expect(attach(app, "7", "file", [text("a.txt"), text("")])).toBe(true);
  await soon();
  expect(sent).toEqual(["a.txt", "file"]);
  expect(attachedTo(app, "7").map(it => it.file?.id)).toEqual([1, 2]);
  expect(attachedTo(app, "null")).toEqual([]);
});

it("what does not fit is left out, and what is too large is not sent", async () => {
  const { app, sent } = fake([]);
  const many = Array.from({ length: FILES_MAX + 1 }, (_, n) => text(`${n}`));
  expect(attach(app, "1", "", many)).toBe(false);
  expect(attachedTo(app, "1").length).toBe(FILES_MAX);
  await soon();
  const large = { name: "l", size: 1001, type: "" } as File;
  attach(app, "2", "", [large]);
  await soon();
  expect(attachedTo(app, "2")[0]?.refused?.status).toBe(413);
  expect(sent).not.toContain("l");
});

it("a server that takes no files is asked for none, and one that has not said so yet judges each", async () => {
  const { app, sent } = fake([ref(1)]);
  app.state.set({ fileMax: 0 });
  expect(attach(app, "1", "", [text("a")])).toBe(true);
  expect(attachedTo(app, "1")).toEqual([]);
  app.state.set({ fileMax: first().fileMax });
  attach(app, "1", "", [text("b")]);
  await soon();
  expect(sent).toEqual(["b"]);
  expect(attachedTo(app, "1")[0]?.file?.id).toBe(1);
});

it("a refused file says why, can be sent again, and taken away", async () => {
  const { app, sent } = fake([new Refusal(429, "too_many_requests", "", 100), ref(1)]);
  attach(app, "1", "", [text("a")]);
  await soon();
  const refused = attachedTo(app, "1")[0];
  expect(refused?.refused?.status).toBe(429);
  expect((refused?.refused?.until ?? 0) * 1000 - Date.now()).toBeGreaterThan(98_000);
  if (refused) again(app, "1", refused);
  await soon();
  expect(sent).toEqual(["a", "a"]);
  const taken = attachedTo(app, "1")[0];
  expect(taken).toMatchObject({ refused: null, file: { id: 1 } });
  if (taken) remove(app, "1", taken);
  expect(taken?.stop.signal.aborted).toBe(true);
  expect(attachedTo(app, "1")).toEqual([]);
});

it("how much fits is said once it is known, which it is not before there is a session", async () => {
  const { app } = fake([new Refusal(413, "", "", null)]);
  app.state.set({ fileMax: first().fileMax });
  attach(app, "1", "", [text("a")]);
  await soon();
  const [refused] = attachedTo(app, "1");
  expect(refused && isTooLarge(refused, first().fileMax)).toBe(false);
  expect(refused && isTooLarge(refused, 1000)).toBe(true);
});
