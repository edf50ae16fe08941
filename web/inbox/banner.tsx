// The banner about the state of the connection, and the page for an unknown URL.

import { Failure } from "../core/http.ts";
import { Button } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { clock } from "../ui/time.ts";
import type { Desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { signInFirst } from "./return.ts";
import { t, words } from "./words.ts";

/** The longest interruption of the connection for which no banner is shown, in milliseconds. */
const PATIENCE_MS = 3_000;

export function Banner({ desk }: { desk: Desk }) {
  void desk.nowS.value;
  const state = desk.live.state.value;
  const { waiting } = desk.outbox;
  if (desk.isSignedOut.value) {
    return (
      <div class="banner banner-rust" role="alert">
        <Icon name="warning" />
        <p class="banner-text">
          <strong>{t("You were signed out.")}</strong> {t("What you typed is kept on this device.")}
        </p>
        <Button size="bar" onClick={signInFirst}>
          {t("Sign in")}
        </Button>
      </div>
    );
  }
  if (state.name !== "lost" || Date.now() - state.sinceMs < PATIENCE_MS) return null;
  if (!desk.isAway) {
    return (
      <div class="banner banner-brass" role="status">
        <Icon name="offline" />
        <p class="banner-text">
          <strong>{t("No live updates.")}</strong>{" "}
          {t("What you send still arrives. The page checks for news every 10 s.")}
        </p>
        <Button size="bar" icon="refresh" onClick={() => desk.live.retry()}>
          {t("Try now")}
        </Button>
      </div>
    );
  }
  const left = Math.max(0, Math.ceil((state.retryAtMs - Date.now()) / 1000));
  const since = clock(Math.floor(state.sinceMs / 1000), words.language.value);
  return (
    <div class="banner banner-brass" role="status">
      <Icon name="offline" />
      <p class="banner-text">
        <strong>{t("No connection since {time}.", { time: since })}</strong>{" "}
        {waiting > 0
          ? t("{n} messages wait here", { n: waiting })
          : t("Keep writing: it is sent when the server is back.")}{" "}
        <span class="banner-more">{t("The list may be out of date.")}</span>
      </p>
      <span class="quiet-text num banner-more">{t("Trying again in {s} s", { s: left })}</span>
      <Button size="bar" icon="refresh" onClick={() => desk.live.retry()}>
        {t("Try now")}
      </Button>
    </div>
  );
}

export function WholeError({ failure, retry }: { failure: unknown; retry: () => void }) {
  const id = failure instanceof Failure ? failure.requestId : "";
  const isAway = failure instanceof Failure && failure.status === 0;
  return (
    <main class="outside" id="main">
      <div class="whole-error">
        <h1 class="title">{isAway ? t("The server does not answer") : t("This did not work")}</h1>
        <p>
          {isAway
            ? t("The network or the server does not answer. Nothing is lost.")
            : sentence(failure)}
        </p>
        {id && <p class="hint mono">{id}</p>}
        <Button kind="primary" onClick={retry}>
          {t("Try again")}
        </Button>
      </div>
    </main>
  );
}
