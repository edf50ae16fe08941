// Every key of the sheet does what the sheet says. The sheet itself gives the list of keys, so that
// one without a test is missed.

import type { Locator } from "playwright-core";
import { field, live, row, rows, toast } from "../harness/inbox.ts";
import { type Desk, expect, type Page, test } from "../harness/test.ts";

interface At {
  page: Page;
  desk: Desk;
  /** The ids of the chats, in the order of the rows. */
  ids: number[];
}

/** Opens the list of three chats, without an open chat. */
async function list(page: Page, desk: Desk): Promise<At> {
  await page.goto("/inbox/mine");
  await expect.poll(() => rows(page).count()).toBe(3);
  await live(page);
  const ids = await rows(page).evaluateAll(all =>
    all.map(it => Number(it.getAttribute("data-chat"))),
  );
  return { page, desk, ids };
}

/** Opens the list of three chats and the first chat. */
async function chat(page: Page, desk: Desk): Promise<At> {
  const at = await list(page, desk);
  await page.locator(`[data-chat='${at.ids[0]}'] .row-name`).click();
  await isOpen(at, 0);
  // A key is for the page, and not for the row that was clicked.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  return at;
}

const press = async (at: At, ...keys: string[]) => {
  for (const key of keys) await at.page.keyboard.press(key);
};
const isOpen = async ({ page, ids }: At, n: number) => {
  await page.waitForURL(`**/inbox/mine/${ids[n]}`);
  await page.locator(".messages article").first().waitFor();
};
const hasFocus = (it: Locator) =>
  expect.poll(() => it.evaluate(it => it === document.activeElement)).toBe(true);
const isAtRow = ({ page, ids }: At, n: number) =>
  hasFocus(page.locator(`[data-chat='${ids[n]}'] .row-name`));
const goesTo = (key: string, path: string) => async (at: At) => {
  await press(at, "g", key);
  await at.page.waitForURL(`**/inbox/${path}`);
};
const opensMenu = (key: string, name: string) => async (at: At) => {
  await press(at, key);
  await hasFocus(at.page.getByRole("combobox", { name, exact: true }));
};
const isSelected = ({ page }: At, n: number) =>
  page.getByRole("heading", { name: `${n} selected` }).waitFor();
const status = async ({ desk, ids }: At, n: number) =>
  (await desk.api("GET", `chats/${ids[n]}`)).status;

type Does = [from: typeof list, does: (at: At) => Promise<unknown>];

/**
 * The effect of each shortcut, by the keys that the sheet of shortcuts shows. The shortcuts are
 * tested in this order.
 */
const KEYS: Record<string, Does> = {
  J: [
    list,
    async at => {
      await press(at, "j");
      await isAtRow(at, 0);
      await press(at, "j");
      await isAtRow(at, 1);
    },
  ],
  K: [
    list,
    async at => {
      await press(at, "j", "j", "k");
      await isAtRow(at, 0);
    },
  ],
  "↵": [
    list,
    async at => {
      await press(at, "j", "Enter");
      await isOpen(at, 0);
    },
  ],
  Esc: [
    chat,
    async at => {
      await press(at, "Escape");
      await at.page.waitForURL("**/inbox/mine");
    },
  ],
  "[": [
    chat,
    async at => {
      const panel = at.page.locator(".panel");
      await panel.waitFor();
      await press(at, "[");
      await panel.waitFor({ state: "detached" });
      await press(at, "[");
      await panel.waitFor();
    },
  ],
  "G I": [list, goesTo("i", "all")],
  "G M": [list, goesTo("m", "mine")],
  "G U": [list, goesTo("u", "unassigned")],
  "G S": [list, goesTo("s", "snoozed")],
  "G N": [list, goesTo("n", "mentions")],
  "G R": [list, goesTo("r", "reports")],
  S: [chat, opensMenu("s", "Snooze")],
  A: [chat, opensMenu("a", "Assign")],
  D: [chat, opensMenu("d", "Department")],
  L: [chat, opensMenu("l", "Tags")],
  E: [
    chat,
    async at => {
      await press(at, "e");
      await isOpen(at, 1);
      await expect.poll(() => status(at, 0)).toBe("closed");
      await at.desk.api("PUT", "chats/status", { id: at.ids[0], status: "opened" });
    },
  ],
  Z: [
    chat,
    async at => {
      await press(at, "e");
      await toast(at.page).getByText("1 chat closed").waitFor();
      await press(at, "z");
      await expect.poll(() => rows(at.page).count()).toBe(3);
      await expect.poll(() => status(at, 0)).not.toBe("closed");
    },
  ],
  "Shift U": [
    chat,
    async at => {
      const unread = at.page.locator(`[data-chat='${at.ids[0]}'].row-unread`);
      await expect.poll(() => unread.count()).toBe(0);
      await press(at, "Shift+U");
      await unread.waitFor();
      // It stays so until somebody opens it again.
      await at.page.waitForURL("**/inbox/mine");
      await toast(at.page).getByText("1 chat marked unread").waitFor();
      await at.page.reload();
      await unread.waitFor();
    },
  ],
  X: [
    list,
    async at => {
      await press(at, "j", "x");
      await isSelected(at, 1);
      await press(at, "x");
      await at.page.getByRole("toolbar").waitFor({ state: "detached" });
    },
  ],
  "Shift J": [
    list,
    async at => {
      await press(at, "j", "Shift+J", "Shift+J");
      await isSelected(at, 2);
      await isAtRow(at, 2);
    },
  ],
  "Ctrl A": [
    list,
    async at => {
      await press(at, "Control+a");
      await isSelected(at, 3);
    },
  ],
  R: [
    chat,
    async at => {
      await press(at, "r");
      await hasFocus(field(at.page));
      expect(await at.page.locator(".composer-note").count()).toBe(0);
    },
  ],
  N: [
    chat,
    async at => {
      await press(at, "n");
      await at.page.locator(".composer-note textarea:focus").waitFor();
    },
  ],
  "/": [
    chat,
    async at => {
      await press(at, "/");
      await at.page.locator(".popup", { hasText: "/track" }).waitFor();
      await at.page.keyboard.press("Escape");
      await field(at.page).fill("");
    },
  ],
  "@": [
    chat,
    async at => {
      await press(at, "n", "@");
      await at.page.locator(".popup").getByText("Ben Okafor").waitFor();
      await field(at.page).fill("");
    },
  ],
  "Ctrl ↵": [
    chat,
    async at => {
      await press(at, "r");
      await at.page.keyboard.type("It left.");
      await press(at, "Control+Enter");
      await expect.poll(() => at.desk.replies(at.ids[0] ?? 0)).toContain("It left.");
      // It goes down the list, to those who do not wait.
      await row(at.page, "You:It left.").waitFor();
    },
  ],
  "↑": [
    chat,
    async at => {
      const url = `**/app/v1/chats/${at.ids[0]}/messages`;
      const errors = [{ code: "forbidden", message: "No." }];
      await at.page.route(url, it => it.fulfill({ status: 403, json: { errors } }));
      await press(at, "r");
      await at.page.keyboard.type("What is not sent.");
      await press(at, "Control+Enter");
      await at.page.getByText("Not sent:").waitFor();
      await press(at, "ArrowUp");
      await expect.poll(() => field(at.page).inputValue()).toBe("What is not sent.");
      await at.page.getByText("Not sent:").waitFor({ state: "detached" });
      await field(at.page).fill("");
      await at.page.unroute(url);
    },
  ],
  "Ctrl Shift ↵": [
    chat,
    async at => {
      await press(at, "r");
      await at.page.keyboard.type("Good-bye.");
      await press(at, "Control+Shift+Enter");
      await isOpen(at, 1);
      await expect.poll(() => status(at, 0)).toBe("closed");
      expect(await at.desk.replies(at.ids[0] ?? 0)).toContain("Good-bye.");
      await at.desk.api("PUT", "chats/status", { id: at.ids[0], status: "opened" });
    },
  ],
  "Ctrl K": [
    chat,
    async at => {
      await press(at, "Control+k");
      await at.page.getByRole("dialog", { name: "Find anything" }).waitFor();
    },
  ],
  "?": [
    list,
    async at => {
      await press(at, "?");
      await at.page.getByRole("dialog", { name: "Keys" }).waitFor();
    },
  ],
};

test.once(
  "every key of the sheet does what the sheet says",
  async t => {
    const desk = t.desk();
    const amara = await desk.agent();
    await desk.agent("Ben Okafor");
    await amara.call("POST", "/canned", { shortcut: "track", text: "On its way.", shared: true });
    for (const name of ["Marta Nowak", "Jonas Weber", "Ingrid Sørensen"])
      await desk.chat({ name, text: `${name} asks`, assignee: amara.id });
    const page = await t.open(desk, amara, "/inbox/mine");
    // The second key of a pair has a second's time, and a busy machine may need longer.
    await page.clock.setFixedTime(new Date());
    await list(page, desk);
    await page.keyboard.press("?");
    const caps = page.locator(".key-sheet dd");
    await caps.first().waitFor();
    const shown = await caps.evaluateAll(all =>
      all.map(it => [...it.querySelectorAll("kbd")].map(it => it.textContent).join(" ")),
    );
    expect(shown.sort()).toEqual(Object.keys(KEYS).sort());
    for (const [key, [from, does]] of Object.entries(KEYS)) {
      const at = await from(page, desk);
      await does(at).catch(failure => {
        throw new Error(`the key ${key} does not do what it says: ${failure}`, { cause: failure });
      });
    }
  },
  600_000,
);
