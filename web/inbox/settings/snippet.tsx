// The snippet of a site, and a live check that it works: the server reports when a page last loaded
// the widget.

import { useEffect, useState } from "preact/hooks";
import { address } from "../../core/markdown.ts";
import { Icon } from "../../ui/icon.tsx";
import type { Desk } from "../desk.ts";
import { client } from "../server.ts";
import { duration } from "../wait.tsx";
import { t } from "../words.ts";
import { CopyButton, Ready, useLoaded } from "./frame.tsx";

export interface WidgetSettings {
  application: number;
  appId: string;
  sites: string[];
  enforcesIdentity: boolean;
  hasSecret: boolean;
}

interface Arrival {
  at: number | null;
  page: string | null;
}

/** The pause between two checks for the widget's first load, in milliseconds. */
const ASK_EVERY_MS = 3_000;

/**
 * The snippet in HelpCrunch's form. The snippet queues the page's calls until the script has
 * loaded.
 */
export function snippet(origin: string, organization: string, appId: string): string {
  return [
    "<script>window.helpcrunchSettings = {",
    `  organization: ${JSON.stringify(organization)},`,
    `  appId: ${JSON.stringify(appId)}`,
    "};",
    "window.HelpCrunch = function () { HelpCrunch.q.push(arguments); };",
    "HelpCrunch.q = [];</script>",
    `<script async src="${origin}/sdk.js"></script>`,
  ].join("\n");
}

export function SiteSnippet(props: { desk: Desk; id: number; arrived: () => void }) {
  const { desk, id, arrived } = props;
  const loaded = useLoaded(() => client.get<WidgetSettings>(`/applications/${id}/widget`), id);
  return (
    <Ready of={loaded}>{widget => <Snippet desk={desk} widget={widget} arrived={arrived} />}</Ready>
  );
}

export function Snippet(props: {
  desk: Desk;
  widget: WidgetSettings;
  /** Called once a page has loaded the widget. */
  arrived?: () => void;
}) {
  const { desk, widget, arrived } = props;
  const text = snippet(location.origin, desk.me.organization.domain, widget.appId);
  return (
    <section class="site-snippet">
      <p class="quiet-2">
        {t(
          "Paste this before </body> on every page. A HelpCrunch snippet works too, once its script comes from here.",
        )}
      </p>
      <div class="code" dir="ltr">
        <pre class="scroll">{text}</pre>
        <CopyButton text={text} />
      </div>
      <Check desk={desk} id={widget.application} arrived={arrived} />
    </section>
  );
}

/**
 * Shows whether a page has loaded the widget, and checks regularly until a page has loaded the
 * widget.
 */
function Check(props: { desk: Desk; id: number; arrived: (() => void) | undefined }) {
  const { desk, id, arrived } = props;
  const [arrival, setArrival] = useState<Arrival | null>(null);
  useEffect(() => {
    let isHere = true;
    const ask = () => {
      if (document.visibilityState !== "visible") return;
      client.get<Arrival>(`/applications/${id}/arrival`).then(
        now => {
          if (!isHere) return;
          setArrival(now);
          if (now.at !== null) arrived?.();
        },
        () => {},
      );
    };
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => {
      isHere = false;
      clearInterval(timer);
    };
  }, [id]);
  const { at = null, page = null } = arrival ?? {};
  const seen = page ? address(page) : null;
  const s = at === null ? 0 : desk.nowS.value - at;
  return (
    <p class={at === null ? "check-line" : "check-line check-done"} role="status">
      <Icon name={at === null ? "clock" : "check"} />
      {at === null ? (
        <span>
          {t("Waiting for the widget. Open a page of your site, and this changes by itself.")}
        </span>
      ) : (
        <span>
          <strong>{t("The widget works.")}</strong>{" "}
          {s < 60 ? t("Loaded just now") : t("Loaded {time} ago", { time: duration(s) })}
          {seen && (
            <>
              {" · "}
              <bdi>{seen.host}</bdi>
            </>
          )}
        </span>
      )}
    </p>
  );
}
