// The chats page: list, thread and customer panel, side by side or, in a narrow window, one at a
// time.

import { useEffect, useRef } from "preact/hooks";
import { viewKey } from "../core/list.ts";
import { chatsPath, go, type Route, viewOf } from "../core/router.ts";
import { sortOf } from "../core/views.ts";
import { Keys } from "../ui/controls.tsx";
import type { Desk } from "./desk.ts";
import { device, isPanelShown, MOD, set, showPanel } from "./device.ts";
import { ListPane } from "./list-pane.tsx";
import { Panel } from "./panel.tsx";
import { hasWho, ThreadPane } from "./thread-pane.tsx";
import { t } from "./words.ts";

type At = Extract<Route, { page: "chats" }>;

export function ChatsPage({ desk, at }: { desk: Desk; at: At }) {
  const view = viewOf(at.view, desk.team.value.views);
  const key = viewKey(view);
  const { listWidth, density } = device.value;
  const columns = useRef<HTMLDivElement>(null);
  useEffect(() => {
    desk.checked.value = new Set();
    desk.list.view.value = view;
    desk.list.count(desk.countedViews());
    void desk.list.show(view, sortOf(view, desk.sort.value), at.chat ?? undefined);
  }, [desk, key]);
  useEffect(() => {
    const width = density === "compact" ? Math.max(440, listWidth) : listWidth;
    columns.current?.style.setProperty("--list", `${width}px`);
  }, [listWidth, density]);
  // Beside the chat, the panel is this device's choice, not the URL's: what hides it then hides it.
  const isPage = at.side === "customer";
  useEffect(() => {
    if (at.chat === null || !isPage || innerWidth < 800) return;
    showPanel(true);
    go(chatsPath(at.view, at.chat), true);
  }, [at.chat, isPage]);
  const shown = at.chat === null ? "list" : isPage ? "panel" : "thread";
  const hasPanel =
    at.chat !== null && (isPanelShown.value || shown === "panel") && hasWho(desk.thread(at.chat));
  return (
    <div ref={columns} class={`chats chats-${shown}${hasPanel ? " chats-with-panel" : ""}`}>
      <ListPane desk={desk} view={at.view} open={at.chat} grip={<Grip />} />
      {at.chat === null ? (
        <Nothing />
      ) : (
        <ThreadPane key={at.chat} desk={desk} view={at.view} id={at.chat} message={at.message} />
      )}
      {at.chat !== null && hasPanel && (
        <Panel
          key={`panel${at.chat}`}
          desk={desk}
          id={at.chat}
          back={chatsPath(at.view, at.chat)}
        />
      )}
    </div>
  );
}

/**
 * The edge of the list of chats, which the pointer and the arrow keys can move to change the
 * list's width.
 */
function Grip() {
  const width = device.value.listWidth;
  const move = (to: number) => set({ listWidth: Math.round(Math.max(320, Math.min(520, to))) });
  return (
    <div
      class="grip"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("Width of the list")}
      aria-valuemin={320}
      aria-valuemax={520}
      aria-valuenow={width}
      onKeyDown={event => {
        const step = event.key === "ArrowRight" ? 16 : event.key === "ArrowLeft" ? -16 : 0;
        if (step !== 0) move(width + step * (document.documentElement.dir === "rtl" ? -1 : 1));
      }}
      onPointerDown={event => {
        const grip = event.currentTarget;
        const list = grip.parentElement?.getBoundingClientRect();
        if (!list) return;
        grip.setPointerCapture(event.pointerId);
        const isRtl = document.documentElement.dir === "rtl";
        grip.onpointermove = ({ clientX }) =>
          move(isRtl ? list.right - clientX : clientX - list.left);
        grip.onpointerup = () => {
          grip.onpointermove = null;
        };
      }}
    />
  );
}

function Nothing() {
  const rows: [string[], string][] = [
    [["J", "K"], t("down and up the list")],
    [["↵"], t("open")],
    [[`${MOD} K`], t("find anything")],
    [["?"], t("all keys")],
  ];
  return (
    <main class="thread-pane" id="main">
      <div class="bar" />
      <div class="nothing">
        <p>{t("Choose a chat to read it here.")}</p>
        <dl>
          {rows.map(([keys, text]) => (
            <div key={text}>
              <dt>
                <Keys keys={keys} />
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </main>
  );
}
