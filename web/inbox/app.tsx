// The whole page: the sign-in or the desk of the signed-in agent, and the pages that are loaded on
// demand.

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Failure } from "../core/http.ts";
import { route } from "../core/router.ts";
import { Banner, WholeError } from "./banner.tsx";
import { ChatsPage } from "./chats.tsx";
import { Confirm } from "./confirm.tsx";
import { Desk, desk } from "./desk.ts";
import { Keyboard } from "./keyboard.tsx";
import { lazy } from "./lazy.tsx";
import { Nav } from "./nav.tsx";
import { Notifier } from "./notify.tsx";
import { PaletteHost } from "./palette-host.tsx";
import { comeBack, signInFirst } from "./return.ts";
import { SignIn } from "./sign-in.tsx";
import { Toasts } from "./toast.tsx";
import { isStep } from "./welcome-frame.tsx";
import { type Area, t, words } from "./words.ts";

/** Resolves with a page, when the page and its translations are loaded. */
async function worded<T>(area: Area, page: Promise<T>): Promise<T> {
  await words.open(area);
  return page;
}

const Settings = lazy(() =>
  worded("settings", import("./settings/page.tsx")).then(it => it.SettingsPage),
);
const Reports = lazy(() =>
  worded("reports", import("./reports/page.tsx")).then(it => it.ReportsPage),
);
const Search = lazy(() => import("./search.tsx").then(it => it.SearchPage));
const Setup = lazy(() => worded("settings", import("./setup.tsx")).then(it => it.Setup));
const Welcome = lazy(() => worded("settings", import("./welcome.tsx")).then(it => it.Welcome));

const failure = signal<unknown>(null);

let opening: Promise<void> | null = null;

/**
 * Opens the desk; without a session, opens the sign-in page. Concurrent calls share one attempt.
 */
export function openDesk(): Promise<void> {
  opening ??= reopen().finally(() => {
    opening = null;
  });
  return opening;
}

async function reopen(): Promise<void> {
  failure.value = null;
  try {
    desk.value?.stop();
    desk.value = await Desk.open();
    const { value: at } = route;
    if (at.page === "sign-in") comeBack();
  } catch (error) {
    desk.value = null;
    if (error instanceof Failure && error.status === 401) signInFirst();
    else failure.value = error;
  }
}

export function App() {
  const at = route.value;
  const isOutside = at.page === "sign-in" || at.page === "welcome" || at.page === "reset";
  useEffect(() => {
    if (!isOutside && !desk.value) void openDesk();
  }, [isOutside]);
  if (at.page === "sign-in") return <SignIn />;
  if (at.page === "welcome" || at.page === "reset") return <Welcome token={at.token} />;
  if (failure.value) return <WholeError failure={failure.value} retry={() => void openDesk()} />;
  const open = desk.value;
  if (!open) return <Opening />;
  if (at.page === "setup" && isStep(at.step) && at.step !== "you") {
    return (
      <>
        <Setup desk={open} step={at.step} />
        <Toasts desk={open} />
        <Confirm desk={open} />
      </>
    );
  }
  return (
    <div class="desk">
      <a class="skip" href="#main">
        {t("Skip to the content")}
      </a>
      <Banner desk={open} />
      <div class="columns">
        <Nav desk={open} />
        {at.page === "chats" && <ChatsPage desk={open} at={at} />}
        {at.page === "settings" && <Settings desk={open} at={at} />}
        {at.page === "reports" && <Reports desk={open} at={at} />}
        {at.page === "search" && <Search desk={open} at={at} />}
        {at.page === "unknown" && <Unknown path={at.path} />}
      </div>
      <Toasts desk={open} />
      <PaletteHost desk={open} />
      <Keyboard desk={open} />
      <Notifier desk={open} />
      <Confirm desk={open} />
    </div>
  );
}

/** A grey placeholder, shown if the desk has not loaded after a short while. */
function Opening() {
  return (
    <div class="desk" aria-busy="true">
      <div class="columns">
        <div class="nav" />
        <div class="list-pane">
          <div class="bar" />
          <div class="bones">
            {Array.from({ length: 8 }, (_, n) => (
              <div class="bone-row" key={n} />
            ))}
          </div>
        </div>
        <main class="thread-pane" />
      </div>
      <p class="sr" role="status">
        {t("Opening Deskbell")}
      </p>
    </div>
  );
}

function Unknown({ path }: { path: string }) {
  return (
    <main class="page page-middle" id="main">
      <h1>{t("This page does not exist")}</h1>
      <p class="mono quiet-text" dir="ltr">
        {path}
      </p>
      <a class="button button-plain" href="/inbox/mine">
        {t("Go to my chats")}
      </a>
    </main>
  );
}
