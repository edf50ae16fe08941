// Lists without anything in them: each says what belongs there, and why there is nothing, or what to do.

import { expect, type Page, test } from "../harness/test.ts";

/** The title and the text of each view without chats, by the path. */
const VIEWS: Record<string, [string, string]> = {
  mine: ["You have no open chats", "Chats that are assigned to you appear here."],
  unassigned: ["Nobody is waiting", "New chats without an assignee appear here."],
  all: ["No open chats", "What customers write appears here."],
  snoozed: ["Nothing is snoozed", "Snooze a chat that can wait: it comes back when you choose."],
  drafts: ["No drafts", "What you write and do not send is kept here."],
  mentions: [
    "Nobody mentioned you",
    "When a colleague mentions you in a note, the chat stays here until you answer.",
  ],
  closed: ["No closed chats", "Closed chats appear here."],
  waiting: ["No chats here", "No chat matches this view now."],
  "t-vip": ["No chats here", "No chat matches this view now."],
};

/** The title, the text and the button of each empty list of the settings, by section. */
const SETTINGS: Record<string, [string, RegExp, string]> = {
  canned: ["No canned responses", /./, "New response"],
  views: ["No saved views", /saves conditions under a name/, "New view"],
  departments: ["No departments", /./, "New department"],
  rules: ["No rules", /lets the widget speak first/, "New rule"],
  webhooks: ["No webhooks", /tells another program what happens here/, "New webhook"],
  keys: ["No keys", /Programs need a key/, "Create key"],
  sites: ["No sites", /a web page with the widget/, "Add a site"],
  audit: ["No changes", /Every change is listed here/, ""],
};

async function isSaid(page: Page, title: string, text: string | RegExp): Promise<void> {
  const empty = page.locator(".empty");
  await empty.getByRole("heading", { name: title, exact: true }).waitFor();
  await expect.poll(() => empty.locator("p").first().textContent()).toMatch(text);
}

test.once("a view without chats says which belong there, and leads to the others", async t => {
  const desk = t.desk();
  const page = await t.open(desk, await desk.agent(), "/inbox/all");
  for (const [view, [title, text]] of Object.entries(VIEWS)) {
    await page.goto(`/inbox/${view}`);
    await isSaid(page, title, text);
    const onward = page.locator(".empty").getByRole("link", { name: "Show all open" });
    expect(await onward.count(), view).toBe(view === "all" ? 0 : 1);
  }
  await page.locator(".empty a").click();
  await page.waitForURL("**/inbox/all");
});

test.once(
  "a list of the settings says what it is for, beside the button that begins it",
  async t => {
    const desk = t.desk();
    const page = await t.open(desk, await desk.agent(), "/inbox/all");
    // A desk begins with a site and a key, and whoever looks has changed something.
    await page.route(/\/app\/v1\/(keys|applications|audit)(\?|$)/, route =>
      route.fulfill({ json: { data: [], next: null } }),
    );
    for (const [section, [title, text, button]] of Object.entries(SETTINGS)) {
      await page.goto(`/inbox/settings/${section}`);
      await isSaid(page, title, text);
      if (button) await page.locator("#main").getByRole("button", { name: button }).waitFor();
    }
  },
);

test.once("a search, a report and a webhook's log without anything say what to do", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await amara.call("POST", "/webhooks", {
    url: "https://hooks.ostra.example/deskbell",
    events: ["chat.new"],
  });
  const page = await t.open(desk, amara, "/inbox/search");
  await isSaid(page, "What are you looking for?", /^Searched: /);
  await page.goto("/inbox/search?q=nobody");
  await isSaid(page, "Nothing found for “nobody”", /^Searched: /);
  await page.locator(".empty").getByRole("button", { name: "Clear the search" }).waitFor();
  await page.goto("/inbox/reports");
  await isSaid(page, "Nothing happened in this period", "Choose a longer period");
  await page.goto(`/inbox/settings/webhooks/${id}`);
  await isSaid(page, "Nothing sent yet", "Send a test to see how the address answers.");
});
