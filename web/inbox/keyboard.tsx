// The keyboard shortcuts of the inbox: one table of keys and actions, and the sheet that shows
// them.

import { signal } from "@preact/signals";
import { useLayoutEffect, useState } from "preact/hooks";
import { chatsPath, go, reportsPath, route } from "../core/router.ts";
import { Keys, Switch } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { type Binding, KeyMap } from "../ui/keys.ts";
import * as acts from "./acts.ts";
import { composer } from "./composer-box.ts";
import type { Desk } from "./desk.ts";
import { device, isMac, isPanelShown, MOD, set, showPanel } from "./device.ts";
import { openPalette } from "./palette-host.tsx";
import { checkLoaded } from "./sub-bar.tsx";
import { menus, type ThreadMenu } from "./thread-pane.tsx";
import { undo } from "./toast.tsx";
import { t } from "./words.ts";

const isSheetOpen = signal(false);

export function showKeys(): void {
  isSheetOpen.value = true;
}

interface Row extends Binding {
  text: string;
  group: "Move" | "Go" | "Act" | "Select" | "Write" | "Everywhere";
}

function table(desk: Desk): Row[] {
  const at = () => route.value;
  const view = () => {
    const now = at();
    return now.page === "chats" ? now.view : "mine";
  };
  const openChat = () => {
    const now = at();
    return now.page === "chats" ? now.chat : null;
  };
  const { focusRow } = acts;
  const step = (by: number) => () => {
    const from = desk.cursor.value ?? openChat();
    const next = desk.list.neighbour(from, by) ?? from;
    if (next === null || next === undefined) return;
    desk.cursor.value = next;
    if (openChat() !== null && innerWidth >= 800) go(chatsPath(view(), next));
    focusRow(next);
  };
  const goTo = (name: string) => () => go(chatsPath(name));
  const ids = () => acts.subject(desk);
  const menu = (kind: ThreadMenu) => () => {
    const cursor = desk.cursor.value;
    if (menus.open) menus.open(kind);
    else if (openChat() === null && cursor !== null) {
      menus.next = kind;
      go(chatsPath(view(), cursor));
    }
  };
  const check = () => {
    const id = desk.cursor.value ?? openChat();
    if (id === null) return;
    const checked = new Set(desk.checked.value);
    if (!checked.delete(id)) checked.add(id);
    desk.checked.value = checked;
  };
  const back = () => {
    if (desk.checked.value.size > 0) desk.checked.value = new Set();
    else if (openChat() !== null) {
      const id = openChat();
      go(chatsPath(view()));
      if (id !== null) focusRow(id);
    }
  };
  return [
    { group: "Move", keys: "J", text: t("Next chat"), act: step(1) },
    { group: "Move", keys: "K", text: t("Previous chat"), act: step(-1) },
    {
      group: "Move",
      keys: "↵",
      text: t("Open"),
      act: () => {
        const id = desk.cursor.value;
        const focused = document.activeElement;
        if (focused && focused !== document.body && !focused.closest(".row"))
          (focused as HTMLElement).click();
        else if (id !== null && id === openChat()) composer.current?.focus("reply");
        else if (id !== null) go(chatsPath(view(), id));
      },
    },
    { group: "Move", keys: "Esc", text: t("Back, or leave the field"), act: back },
    {
      group: "Move",
      keys: "[",
      text: t("Hide customer panel"),
      act: () => showPanel(!isPanelShown.value),
    },
    { group: "Go", keys: "G I", text: t("All open"), act: goTo("all") },
    { group: "Go", keys: "G M", text: t("Mine"), act: goTo("mine") },
    { group: "Go", keys: "G U", text: t("Unassigned"), act: goTo("unassigned") },
    { group: "Go", keys: "G S", text: t("Snoozed"), act: goTo("snoozed") },
    { group: "Go", keys: "G N", text: t("Mentions"), act: goTo("mentions") },
    { group: "Go", keys: "G R", text: t("Reports"), act: () => go(reportsPath()) },
    {
      group: "Act",
      keys: "E",
      text: t("Close, go to the next"),
      act: () => void acts.close(desk, ids()),
    },
    { group: "Act", keys: "S", text: t("Snooze"), act: menu("snooze") },
    { group: "Act", keys: "A", text: t("Assign"), act: menu("assign") },
    { group: "Act", keys: "D", text: t("Department"), act: menu("department") },
    { group: "Act", keys: "L", text: t("Tags"), act: menu("tags") },
    {
      group: "Act",
      keys: "⇧U",
      text: t("Mark unread"),
      act: () => void acts.markUnread(desk, ids()),
    },
    { group: "Act", keys: "Z", text: t("Undo, for 10 s"), act: () => undo(desk) },
    { group: "Select", keys: "X", text: t("Select row"), act: check },
    {
      group: "Select",
      keys: "⇧J",
      text: t("Select down"),
      act: () => {
        check();
        step(1)();
      },
    },
    { group: "Select", keys: "Mod A", text: t("Select all loaded"), act: () => checkLoaded(desk) },
    { group: "Write", keys: "R", text: t("Reply"), act: () => composer.current?.focus("reply") },
    { group: "Write", keys: "N", text: t("Note"), act: () => composer.current?.focus("note") },
    {
      group: "Write",
      keys: "/",
      text: t("Canned response"),
      act: () => composer.current?.canned(),
    },
    {
      group: "Everywhere",
      keys: "Mod K",
      text: t("Find anything"),
      act: () => openPalette(),
      inFields: true,
    },
    { group: "Everywhere", keys: "?", text: t("This sheet"), act: showKeys },
  ];
}

/** Returns the keys that other parts of the page handle, for the sheet of shortcuts. */
function told(): Pick<Row, "group" | "keys" | "text">[] {
  return [
    { group: "Write", keys: "@", text: t("Mention, in a note") },
    { group: "Write", keys: "Mod ↵", text: t("Send") },
    { group: "Write", keys: "Mod ⇧ ↵", text: t("Send and close") },
    { group: "Write", keys: "↑", text: t("Edit last, when empty") },
  ];
}

export function Keyboard({ desk }: { desk: Desk }) {
  // With the first picture: who sees a page may press its keys.
  useLayoutEffect(() => {
    const map = new KeyMap(
      () => table(desk),
      () => device.value.singleKeys,
    );
    const onKey = (event: KeyboardEvent) => {
      // Dialogs and menus handle keys of their own.
      if (document.querySelector("dialog[open], .menu")) return;
      const isMod = event.ctrlKey || event.metaKey;
      if (isMod && event.key.toLowerCase() === "a" && route.value.page !== "chats") return;
      if (map.press(event)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [desk]);
  return isSheetOpen.value ? <Sheet desk={desk} /> : null;
}

export function written(keys: string): string[] {
  const parts = keys.replace("⇧", "⇧ ").split(/\s+/).filter(Boolean);
  return parts.map(it => (it === "Mod" ? MOD : it === "⇧" && !isMac ? "Shift" : it));
}

/** Shows a key combination, or two keys that are pressed one after the other. */
function Caps({ keys }: { keys: string }) {
  const [first, second] = /^G (.)$/.exec(keys) ? keys.split(" ") : [];
  if (!first || !second) return <Keys keys={written(keys)} />;
  return (
    <>
      <Keys keys={[first]} /> <span class="quiet-text">{t("then#key")}</span>{" "}
      <Keys keys={[second]} />
    </>
  );
}

function Sheet({ desk }: { desk: Desk }) {
  const [typed, setTyped] = useState("");
  const names: Record<Row["group"], string> = {
    Move: t("Move"),
    Go: t("Go"),
    Act: t("Act on the chat"),
    Select: t("Select"),
    Write: t("Write"),
    Everywhere: t("Everywhere"),
  };
  const rows = [...table(desk), ...told()].filter(it =>
    it.text.toLowerCase().includes(typed.toLowerCase()),
  );
  const column = (...all: Row["group"][]) => (
    <div>
      {all.map(group => {
        const found = rows.filter(it => it.group === group);
        return found.length === 0 ? null : (
          <section key={group} class="key-group">
            <h3>{names[group]}</h3>
            <dl>
              {found.map(it => (
                <div key={it.keys}>
                  <dt>{it.text}</dt>
                  <dd>
                    <Caps keys={it.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
  return (
    <Dialog
      title={
        <span class="with-icon">
          <Icon name="keyboard" size={20} /> {t("Keys")}
        </span>
      }
      close={() => {
        isSheetOpen.value = false;
      }}
      closeText={t("Close#dialog")}
      width={920}
      head={
        <>
          <input
            class="field key-filter"
            placeholder={t("Filter")}
            aria-label={t("Filter")}
            value={typed}
            onInput={event => setTyped(event.currentTarget.value)}
          />
          <span class="spring" />
          <span class="quiet-2">{t("Single keys")}</span>
          <Switch
            on={device.value.singleKeys}
            label={t("Single keys")}
            onChange={singleKeys => set({ singleKeys })}
          />
        </>
      }
      foot={
        <p class="hint spring">
          {t("Keys go by the letter on your keyboard. Single keys pause while you type.")}
        </p>
      }
    >
      <div class="key-sheet">
        {column("Move", "Go")}
        {column("Act", "Select")}
        {column("Write", "Everywhere")}
      </div>
    </Dialog>
  );
}
