// The list of a view: its head, its sort, and only those rows that are visible.

import { useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { chatsPath, go } from "../core/router.ts";
import { Button, Keys, useAnchor } from "../ui/controls.tsx";
import { Menu } from "../ui/menu.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import type { Desk } from "./desk.ts";
import { device, set } from "./device.ts";
import { sentence } from "./failures.ts";
import { viewName } from "./nav.tsx";
import { Row } from "./row.tsx";
import { SubBar } from "./sub-bar.tsx";
import { t, words } from "./words.ts";

/**
 * The greatest height of an element that all browsers support, in pixels. In a taller list, scroll
 * positions are scaled.
 */
const TALL_MAX = 8_000_000;
const EXTRA_ROWS = 6;

export function ListPane(props: {
  desk: Desk;
  view: string;
  open: number | null;
  /** The handle that changes the width of the list. */
  grip: ComponentChildren;
}) {
  const { desk, view, open, grip } = props;
  const isBulk = desk.checked.value.size > 0;
  // The way to "3 new" leads out of the rows: the whole pane holds the order.
  const holds = useRef<Held>({ pointer: false, focus: false });
  const hold = (change: Partial<Held>) => {
    Object.assign(holds.current, change);
    desk.list.hold(holds.current.pointer || holds.current.focus);
  };
  return (
    <section
      class="list-pane"
      role={innerWidth < 800 ? "main" : undefined}
      aria-label={viewName(desk, view)}
      onPointerEnter={event => event.pointerType === "mouse" && hold({ pointer: true })}
      onPointerLeave={() => hold({ pointer: false })}
      onFocusOut={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null))
          hold({ focus: false });
      }}
    >
      {isBulk ? <BulkBar desk={desk} /> : <Head desk={desk} view={view} />}
      <Views desk={desk} view={view} />
      <SubBar desk={desk} />
      <Rows desk={desk} view={view} open={open} hold={hold} />
      {grip}
    </section>
  );
}

function Head({ desk, view }: { desk: Desk; view: string }) {
  const anchor = useAnchor();
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const { total } = desk.list.shown.value;
  const to = (name: string) => () => go(chatsPath(name));
  const more = ["unread", "waiting", "closed", "blocked", "everything"];
  const { departments, views } = desk.team.value;
  const own =
    innerWidth < 800
      ? [
          ...departments.map(it => `d-${it.id}`),
          ...views.map(it => `v-${it.id}`),
          "snoozed",
          "drafts",
          "mentions",
        ]
      : [];
  const items = [
    ...[...own, ...more].map(name => ({
      id: name,
      text: viewName(desk, name),
      isChosen: view === name,
      act: to(name),
    })),
    {
      id: "density",
      line: true,
      text: device.value.density === "compact" ? t("Comfortable rows") : t("Compact rows"),
      act: () => set({ density: device.value.density === "compact" ? "comfortable" : "compact" }),
    },
  ];
  return (
    <header class="bar list-head">
      <h1 class="cut" dir="auto">
        {viewName(desk, view)}
      </h1>
      <span class="quiet-text num list-total">
        {desk.list.state.value === "ready" ? total.toLocaleString(words.language.value) : ""}
      </span>
      <Button
        innerRef={anchor}
        icon="filter"
        tip={t("Other views")}
        tipAt="end"
        expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && (
        <Menu anchor={anchor} label={t("Other views")} items={items} close={close} at="end" />
      )}
    </header>
  );
}

/** The row of views above the list, on phones. */
function Views({ desk, view }: { desk: Desk; view: string }) {
  const names = ["mine", "unassigned", "all"];
  if (!names.includes(view)) names.unshift(view);
  return (
    <nav class="view-chips only-narrow scroll" aria-label={t("Views")}>
      {names.map(name => {
        const n = desk.list.counts.value.get(name);
        return (
          <a key={name} href={chatsPath(name)} aria-current={name === view ? "page" : undefined}>
            {viewName(desk, name)}{" "}
            {n !== undefined && n > 0 && (
              <span class={name === "unassigned" ? "num nav-late" : "num"}>{n}</span>
            )}
          </a>
        );
      })}
    </nav>
  );
}

function rowHeight(): number {
  const text = getComputedStyle(document.documentElement).getPropertyValue("--row");
  return Number.parseFloat(text) || 72;
}

/** The reasons to freeze the order of the rows. */
interface Held {
  pointer: boolean;
  focus: boolean;
}

function Rows(props: {
  desk: Desk;
  view: string;
  open: number | null;
  hold: (change: Partial<Held>) => void;
}) {
  const { desk, view, open, hold } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(800);
  const row = rowHeight();
  const { list } = desk;
  const { total, ids } = list.shown.value;
  void device.value.density;
  void words.language.value;

  const tall = Math.min(total * row, TALL_MAX);
  // Above the cap a pixel of scrolling stands for more than a pixel of rows.
  const scale = total * row <= TALL_MAX ? 1 : (total * row - height) / (TALL_MAX - height);
  const first = Math.max(0, Math.floor((top * scale) / row) - EXTRA_ROWS);
  const last = Math.min(total, Math.ceil((top * scale + height) / row) + EXTRA_ROWS);

  useEffect(() => {
    const pane = box.current;
    if (!pane) return;
    const watch = new ResizeObserver(() => setHeight(pane.clientHeight));
    watch.observe(pane);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
    setTop(0);
  }, [view]);
  useEffect(() => {
    if (total > 0) void list.look(first, last);
  }, [list, first, last, total]);
  useSignalEffect(() => {
    const cursor = desk.cursor.value;
    const position = cursor === null ? undefined : list.position(cursor);
    const pane = box.current;
    if (!pane || position === undefined || scale !== 1) return;
    const at = position * row;
    if (at < pane.scrollTop) pane.scrollTop = at;
    else if (at + row > pane.scrollTop + pane.clientHeight)
      pane.scrollTop = at + row - pane.clientHeight;
  });

  const rows = [];
  for (let at = first; at < last; at++) {
    const id = ids.get(at);
    const offset = at * row - top * scale + top;
    const signal = id === undefined ? undefined : list.row(id);
    rows.push(
      <div
        key={id ?? `p${at}`}
        class="row-place"
        role="listitem"
        aria-posinset={at + 1}
        aria-setsize={total}
        style={{ transform: `translateY(${offset}px)` }}
      >
        {signal ? (
          <Row desk={desk} view={view} row={signal} isOpen={id === open} />
        ) : (
          <div class="bone-row" />
        )}
      </div>,
    );
  }
  if (list.state.value === "failed") {
    if (list.isOutdated.value) {
      return (
        <div class="empty">
          <h2>{t("This page is from before an upgrade")}</h2>
          <p>{t("The server no longer understands it. Drafts stay.")}</p>
          <Button kind="primary" onClick={() => location.reload()}>
            {t("Load the new page")}
          </Button>
        </div>
      );
    }
    return (
      <div class="empty">
        <h2>{t("The list did not load")}</h2>
        <p>{sentence(list.failure.value)}</p>
        <Button onClick={() => void list.show(list.view.value)}>{t("Try again")}</Button>
      </div>
    );
  }
  if (list.state.value === "ready" && total === 0) return <Empty view={view} />;
  const isBare = list.state.value === "loading" && total === 0;
  return (
    <div
      ref={box}
      class="rows scroll"
      aria-busy={list.state.value === "loading"}
      onScroll={event => setTop(event.currentTarget.scrollTop)}
      onFocusIn={() => hold({ focus: true })}
    >
      {isBare && (
        <div class="bones">
          {Array.from({ length: 10 }, (_, n) => (
            <div class="bone-row" key={n} />
          ))}
        </div>
      )}
      <div class="rows-tall" role="list" style={{ height: `${tall}px` }}>
        {rows}
      </div>
    </div>
  );
}

function Empty({ view }: { view: string }) {
  const texts: Record<string, [string, string]> = {
    mine: [t("You have no open chats"), t("Chats that are assigned to you appear here.")],
    unassigned: [t("Nobody is waiting"), t("New chats without an assignee appear here.")],
    all: [t("No open chats"), t("What customers write appears here.")],
    snoozed: [
      t("Nothing is snoozed"),
      t("Snooze a chat that can wait: it comes back when you choose."),
    ],
    drafts: [t("No drafts"), t("What you write and do not send is kept here.")],
    mentions: [
      t("Nobody mentioned you"),
      t("When a colleague mentions you in a note, the chat stays here until you answer."),
    ],
    closed: [t("No closed chats"), t("Closed chats appear here.")],
  };
  const [title, text] = texts[view] ?? [t("No chats here"), t("No chat matches this view now.")];
  return (
    <div class="empty">
      <svg class="empty-bell" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
        <path class="empty-dome" d="M10 42a22 22 0 0 1 44 0z" />
        <path class="empty-base" d="M6 50h52M32 20v-7M26 11h12" />
      </svg>
      <h2>{title}</h2>
      <p>{text}</p>
      {view !== "all" && (
        <a class="button button-plain" href={chatsPath("all")}>
          {t("Show all open")}
          <span class="keys" aria-hidden="true">
            <Keys keys={["G"]} />
            <span class="quiet-text">{t("then#key")}</span>
            <Keys keys={["I"]} />
          </span>
        </a>
      )}
    </div>
  );
}
