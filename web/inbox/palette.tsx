// The command palette, which finds actions, pages, chats and customers by name. Actions and pages
// are found at once; chats and customers come from the server a moment later.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { plain } from "../core/markdown.ts";
import { chatsPath, go, reportsPath, route, searchPath, settingsPath } from "../core/router.ts";
import { Avatar, Keys } from "../ui/controls.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Marked, marksOf } from "../ui/message.tsx";
import { snoozeItems } from "./act-menus.tsx";
import * as acts from "./acts.ts";
import { composer } from "./composer-box.ts";
import type { Desk } from "./desk.ts";
import { MOD } from "./device.ts";
import { showKeys, written } from "./keyboard.tsx";
import { customerName } from "./names.ts";
import { BUILT_IN, viewName } from "./nav.tsx";
import { type Found, search } from "./server.ts";
import { sections } from "./settings/sections.ts";
import { menus, type ThreadMenu } from "./thread-pane.tsx";
import { ago } from "./wait.tsx";
import { t } from "./words.ts";

interface Choice {
  id: string;
  group: string;
  icon?: IconName;
  face?: { id: number; name: string | null };
  text: string;
  more?: string;
  end?: string;
  keys?: string;
  /** The URL of the choice, for opening it in another tab. */
  to?: string;
  act: () => void;
}

/** The pause in typing after which a search is sent, in milliseconds. */
const REST_MS = 150;

const NOTHING: Found = { chats: [], customers: [], customersTotal: 0, numbered: [] };

export function Palette({
  desk,
  typed: first,
  close,
}: {
  desk: Desk;
  typed: string;
  close: () => void;
}) {
  const [typed, setTyped] = useState(first);
  const [chosen, setChosen] = useState(0);
  const [found, setFound] = useState<Found>(NOTHING);
  const box = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  /** The action to run after the palette has closed and released the focus. */
  const then = useRef<(() => void) | null>(null);
  const at = route.value;
  const open = at.page === "chats" ? at.chat : null;
  const thread = open === null ? undefined : desk.threads.peek(open);
  const subject = thread?.customer.value ? customerName(thread.customer.value) : null;
  const isActions = typed.startsWith(">");
  const isPeople = typed.startsWith("@");
  const sought = typed.replace(/^[>@]\s*/, "").trim();

  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const dialog = box.current;
    dialog?.showModal();
    return () => {
      // While it is open nothing else takes the focus.
      dialog?.close();
      if (before?.isConnected) before.focus();
      then.current?.();
    };
  }, []);
  useEffect(() => {
    if (sought.length < 2 || isActions) {
      setFound(NOTHING);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      search(sought, stop.signal).then(
        it => !stop.signal.aborted && setFound(it),
        () => {},
      );
    }, REST_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [sought, isActions]);

  const marks = marksOf(sought);
  const shown = useMemo(() => {
    const fits = (it: Choice) =>
      sought
        .toLowerCase()
        .split(/\s+/)
        .every(word => it.text.toLowerCase().includes(word));
    // What has the words as they were typed stands before what has them apart.
    const rank = (it: Choice) => (it.text.toLowerCase().includes(sought.toLowerCase()) ? 0 : 1);
    const fixed = choices(desk, open).sort((a, b) => rank(a) - rank(b));
    const all: Choice[] = [];
    if (!isPeople) {
      const here = fixed.filter(it => it.group === t("This chat") && fits(it));
      all.push(...here.slice(0, 6));
      if (open !== null && /^snooze |^until /i.test(sought)) {
        const items = snoozeItems(
          sought.replace(/^(snooze|until)( until)? /i, ""),
          until => void acts.snooze(desk, [open], until),
        );
        all.push(
          ...items.map(it => ({
            id: `s${it.id}`,
            group: t("This chat"),
            icon: "moon" as const,
            text: `${t("Snooze until")} ${it.text}`,
            end: String(it.end ?? ""),
            act: it.act,
          })),
        );
      }
    }
    if (!isActions && !isPeople) {
      all.push(
        ...found.chats.slice(0, 6).map(row => ({
          id: `c${row.id}`,
          group: t("Chats"),
          face: { id: row.customer.id, name: row.customer.name },
          text: customerName(row.customer),
          more: row.preview ? plain(row.preview) : "",
          end: row.lastMessageAt ? ago(row.lastMessageAt, desk.nowS.value) : "",
          to: chatsPath("everything", row.id),
          act: () => go(chatsPath("everything", row.id)),
        })),
      );
    }
    if (!isActions) {
      all.push(
        ...found.customers.slice(0, 6).map(it => ({
          id: `p${it.id}`,
          group: t("Customers"),
          icon: "user" as const,
          text: customerName(it),
          more: it.name ? (it.email ?? "") : "",
          to: chatsPath(`c-${it.id}`),
          act: () => go(chatsPath(`c-${it.id}`)),
        })),
      );
    }
    if (!isPeople)
      all.push(...fixed.filter(it => it.group !== t("This chat") && fits(it)).slice(0, 8));
    if (sought !== "" && !isActions) {
      all.push({
        id: "search",
        group: t("Go to"),
        icon: "search",
        text: t("Search for “{text}”", { text: sought }),
        to: searchPath(sought),
        act: () => go(searchPath(sought)),
      });
    }
    return all;
  }, [desk, found, sought, isActions, isPeople, open]);
  const choice = shown[Math.min(chosen, shown.length - 1)];
  const pick = (it: Choice | undefined, isNew = false) => {
    if (!it) return;
    if (isNew && it.to) window.open(it.to, "_blank", "noopener");
    else then.current = it.act;
    close();
  };
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });
  let group = "";
  return (
    <dialog
      ref={box}
      class="dialog palette"
      aria-label={t("Find anything")}
      onCancel={event => {
        event.preventDefault();
        close();
      }}
      onClick={event => event.target === box.current && close()}
      onKeyDown={event => {
        const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (by !== 0)
          setChosen(
            (Math.min(chosen, shown.length - 1) + by + shown.length) % Math.max(1, shown.length),
          );
        else if (event.key === "Enter") pick(choice, event.ctrlKey || event.metaKey);
        else if (event.key !== "Escape") {
          event.stopPropagation();
          return;
        } else close();
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div class="palette-head">
        <Icon name="search" size={20} />
        <input
          class="palette-field"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={choice ? `palette-${choice.id}` : undefined}
          aria-label={t("Find anything")}
          placeholder={t("Find anything")}
          autocomplete="off"
          spellcheck={false}
          value={typed}
          onInput={event => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
        />
        {subject && (
          <span class="chip chip-status chip-open">
            <bdi class="cut">{subject}</bdi>
          </span>
        )}
      </div>
      <div
        ref={list}
        id="palette-list"
        class="palette-list scroll"
        role="listbox"
        aria-label={t("Find anything")}
      >
        {shown.map((it, n) => {
          const isFirst = it.group !== group;
          group = it.group;
          return (
            <div key={it.id} role="presentation">
              {isFirst && (
                <div class="palette-group" role="presentation">
                  {it.group}
                </div>
              )}
              {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the dialog takes keys */}
              <div
                id={`palette-${it.id}`}
                class="menu-item"
                role="option"
                aria-selected={it === choice}
                onPointerMove={() => n !== chosen && setChosen(n)}
                onClick={event => pick(it, event.ctrlKey || event.metaKey)}
              >
                {it.face ? (
                  <Avatar id={it.face.id} name={it.face.name} kind="customer" size={20} />
                ) : (
                  it.icon && <Icon name={it.icon} />
                )}
                <span class="menu-text cut" dir="auto">
                  {marks ? <Marked text={it.text} marks={marks} /> : it.text}
                  {it.more && <bdi class="palette-more"> {it.more}</bdi>}
                </span>
                {it.end && <span class="menu-end num">{it.end}</span>}
                {it.keys && <Keys keys={written(it.keys)} />}
                {it === choice && !it.end && !it.keys && <Keys keys={["↵"]} />}
              </div>
            </div>
          );
        })}
        {shown.length === 0 && <p class="menu-empty">{t("Nothing has this name")}</p>}
      </div>
      <div class="palette-foot">
        <Keys keys={["↑", "↓"]} /> {t("choose")}
        <Keys keys={["↵"]} /> {t("do")}
        <Keys keys={[`${MOD} ↵`]} /> {t("open in a new tab")}
        <span class="spring" />
        <Keys keys={[">"]} /> {t("actions only")}
        <Keys keys={["@"]} /> {t("customers")}
      </div>
    </dialog>
  );
}

/** The actions and pages that the palette offers without a search. */
function choices(desk: Desk, open: number | null): Choice[] {
  const chat = t("This chat");
  const all: Choice[] = [];
  if (open !== null) {
    const menu = (kind: ThreadMenu) => () => menus.open?.(kind);
    const add = (id: string, icon: IconName, text: string, keys: string, act: () => void) =>
      all.push({ id, group: chat, icon, text, keys, act });
    add("close", "check", t("Close, go to the next"), "E", () => void acts.close(desk, [open]));
    add("assign", "user", t("Assign to somebody"), "A", menu("assign"));
    add(
      "me",
      "user",
      t("Assign to me"),
      "",
      () => void acts.assign(desk, [open], desk.me.agent.id),
    );
    add("reply", "reply", t("Reply"), "R", () => composer.current?.focus("reply"));
    add("note", "lock", t("Write a note"), "N", () => composer.current?.focus("note"));
    add("dep", "folder", t("Move to a department"), "D", menu("department"));
    add("tags", "tag", t("Tags"), "L", menu("tags"));
    add("unread", "eye", t("Mark unread"), "⇧U", () => void acts.markUnread(desk, [open]));
    for (const it of snoozeItems("", until => void acts.snooze(desk, [open], until))) {
      all.push({
        id: `sn${it.id}`,
        group: chat,
        icon: "moon",
        text: `${t("Snooze until")} ${it.text.toLowerCase()}`,
        end: String(it.end),
        act: it.act,
      });
    }
  }
  const to = t("Go to");
  const page = (id: string, icon: IconName, text: string, path: string, keys = "") =>
    all.push({ id, group: to, icon, text, keys, to: path, act: () => go(path) });
  const letters: Record<string, string> = {
    all: "G I",
    mine: "G M",
    unassigned: "G U",
    snoozed: "G S",
  };
  for (const { view, icon, text } of BUILT_IN)
    page(`v${view}`, icon, text(), chatsPath(view), letters[view] ?? "");
  for (const view of ["unread", "waiting", "closed", "blocked", "everything"]) {
    page(`v${view}`, "filter", viewName(desk, view), chatsPath(view));
  }
  for (const it of desk.team.value.departments)
    page(`d${it.id}`, "folder", it.name, chatsPath(`d-${it.id}`));
  for (const it of desk.team.value.views)
    page(`w${it.id}`, "star", it.name, chatsPath(`v-${it.id}`));
  page("reports", "chart", t("Reports"), reportsPath(), "G R");
  for (const { id, icon, text } of sections(desk))
    page(`set-${id}`, icon, `${t("Settings")}: ${text}`, settingsPath(id));
  all.push({ id: "keys", group: to, icon: "keyboard", text: t("Keys"), keys: "?", act: showKeys });
  return all;
}
