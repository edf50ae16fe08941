// An open chat: its customer, its actions, its messages, and the composer.

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../core/http.ts";
import { chatsPath, go } from "../core/router.ts";
import type { Thread } from "../core/thread.ts";
import { Button } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { type Item, Menu } from "../ui/menu.tsx";
import { AssignMenu, DepartmentMenu, SnoozeMenu, StatusMenu, TagMenu } from "./act-menus.tsx";
import * as acts from "./acts.ts";
import { Composer } from "./composer.tsx";
import { ask } from "./confirm.tsx";
import { copy } from "./copy.ts";
import type { Desk } from "./desk.ts";
import { isPanelShown, showPanel } from "./device.ts";
import { Face } from "./face.tsx";
import { sentence } from "./failures.ts";
import { MentionBar } from "./mention-bar.tsx";
import { Messages } from "./messages.tsx";
import { customerName, firstName, statusName } from "./names.ts";
import { customers } from "./server.ts";
import { waitingSince, waits } from "./wait.tsx";
import { t } from "./words.ts";

/** The pause before a failed attempt to mark a chat as read is repeated, in milliseconds. */
const READ_AGAIN_MS = 15_000;

export type ThreadMenu = "snooze" | "assign" | "tags" | "department" | "status" | "more";

/**
 * The menus, for keyboard shortcuts: `open` opens a menu of the visible thread, `next` names the
 * menu to open in the next thread.
 */
export const menus: { open: ((kind: ThreadMenu) => void) | null; next: ThreadMenu | null } = {
  open: null,
  next: null,
};

/** Tells whether a chat does not exist or may not be seen by this agent. */
function isMissing(thread: Thread): boolean {
  const { value: failure } = thread.failure;
  return thread.isOut.value || (failure instanceof Failure && failure.status === 404);
}

/** Tells whether the customer panel has, or will have, a customer to show. */
export function hasWho(thread: Thread): boolean {
  return !isMissing(thread) && thread.state.value !== "failed";
}

interface PaneProps {
  desk: Desk;
  view: string;
  id: number;
  message: number | null;
}

/**
 * A chat, in the middle of the page. The component reads no signals, so that changes of signals
 * render only `Pane` again. If this component were rendered again, it would keep old messages in
 * memory.
 */
export function ThreadPane(props: PaneProps) {
  return <Pane {...props} />;
}

function Pane(props: PaneProps) {
  const { desk, view, id, message } = props;
  const thread = desk.thread(id);
  const chat = thread.chat.value;

  const isLive = desk.live.state.value.name === "live";
  useEffect(() => {
    if (!isLive) return;
    desk.live.say({ type: "viewing", chat: id });
    return () => desk.live.say({ type: "viewing", chat: null });
  }, [desk, id, isLive]);
  useEffect(() => {
    desk.cursor.value = id;
    // The next and the previous chat are there before somebody asks.
    const timer = setTimeout(() => {
      for (const step of [1, -1]) {
        const near = desk.list.neighbour(id, step);
        if (near !== undefined && near !== id) desk.threads.get(near);
      }
      desk.threads.get(id);
    }, 400);
    return () => clearTimeout(timer);
  }, [desk, id]);
  useEffect(() => {
    // It was asked for while the server was away.
    if (thread.state.value === "failed") void thread.load();
  }, [thread, isLive]);
  const isUnread = chat?.unread === true;
  /** The chat that could not be marked as read, and the time of the next attempt. */
  const refused = useRef({ id: 0, untilMs: 0 });
  useEffect(() => {
    if (!isUnread) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      clearTimeout(timer);
      if (document.visibilityState !== "visible") return;
      const waitMs = refused.current.id === id ? refused.current.untilMs - Date.now() : 0;
      timer = setTimeout(
        async () => {
          if (await acts.markRead(desk, id)) return;
          refused.current = { id, untilMs: Date.now() + READ_AGAIN_MS };
        },
        Math.max(0, waitMs),
      );
    };
    read();
    // What came while the tab was hidden is read when somebody comes back to it.
    document.addEventListener("visibilitychange", read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [desk, id, isUnread]);
  useEffect(() => {
    const { draft } = thread.opened ?? {};
    if (draft) void desk.drafts.meet(id, draft.text, draft.isNote, draft.at * 1000);
  }, [desk, id, thread, thread.state.value]);

  if (isMissing(thread)) {
    return (
      <main class="thread-pane" id="main">
        <div class="bar" />
        <div class="nothing">
          <h2 aria-level={innerWidth < 800 ? 1 : undefined}>{t("This chat is not here")}</h2>
          <p>{t("It was deleted, or moved to a department that you are not in.")}</p>
          <a class="button button-plain" href={chatsPath(view)}>
            {t("Back to the list")}
          </a>
        </div>
      </main>
    );
  }
  if (thread.state.value === "failed") {
    return (
      <main class="thread-pane" id="main">
        <div class="bar" />
        <div class="nothing">
          <h2>{t("The chat did not load")}</h2>
          <p>{sentence(thread.failure.value)}</p>
          <Button onClick={() => void thread.load()}>{t("Try again")}</Button>
        </div>
      </main>
    );
  }
  return (
    <main class="thread-pane" id="main">
      <Head desk={desk} view={view} thread={thread} />
      <MentionBar desk={desk} thread={thread} view={view} />
      <Messages desk={desk} thread={thread} view={view} jump={message} />
      <Composer desk={desk} thread={thread} />
    </main>
  );
}

function Head({ desk, view, thread }: { desk: Desk; view: string; thread: Thread }) {
  const { id } = thread;
  const chat = thread.chat.value;
  const row = desk.list.row(id)?.value;
  const customer = thread.customer.value ?? row?.customer ?? null;
  const [menu, setMenu] = useState<ThreadMenu | null>(null);
  const close = useCallback(() => setMenu(null), []);
  const refs = useRef<Partial<Record<ThreadMenu, HTMLElement>>>({});
  const ref = (kind: ThreadMenu) => (element: HTMLElement | null) => {
    if (element) refs.current[kind] = element;
  };
  useLayoutEffect(() => {
    menus.open = setMenu;
    if (menus.next) setMenu(menus.next);
    menus.next = null;
    return () => {
      menus.open = null;
    };
  }, []);
  const name = customer ? customerName(customer) : "";
  const status = chat?.status ?? row?.status;
  const assignee = desk.agent(chat ? chat.assignee : (row?.assignee ?? null));
  const viewers = [...thread.viewers.value].filter(it => it !== desk.me.agent.id);
  const isClosed = status === "closed";
  const since = waitingSince(chat, row);
  const target = desk.target((chat ?? row)?.department ?? null);
  const isLate = since !== null && target > 0 && desk.nowS.value - since > target;
  const isPanelOpen = isPanelShown.value;
  const isNarrow = innerWidth < 800;
  const props = {
    desk,
    ids: [id],
    at: (menu && refs.current[menu]) ?? refs.current.more ?? null,
    close,
  };
  const more: Item[] = [
    { id: "assign", icon: "user", text: t("Assign"), end: "A", act: () => setMenu("assign") },
    { id: "status", icon: "check", text: t("Status"), act: () => setMenu("status") },
    {
      id: "department",
      icon: "folder",
      text: t("Department"),
      end: "D",
      act: () => setMenu("department"),
    },
    { id: "tags", icon: "tag", text: t("Tags"), end: "L", act: () => setMenu("tags") },
    {
      id: "unread",
      icon: "eye",
      text: t("Mark unread"),
      end: "⇧U",
      act: () => void acts.markUnread(desk, [id]),
    },
    {
      id: "link",
      icon: "link",
      text: t("Copy link"),
      act: () => void copy(`${location.origin}${chatsPath("everything", id)}`),
    },
    ...(isNarrow
      ? [
          {
            id: "panel",
            icon: "panel" as const,
            text: t("Customer"),
            act: () => go(chatsPath(view, id, "customer")),
          },
        ]
      : []),
    ...(customer && desk.can("customers")
      ? [
          {
            id: "block",
            icon: "block" as const,
            line: true,
            isDanger: true,
            text: thread.customer.value?.blocked
              ? t("Unblock the customer")
              : t("Block the customer"),
            act: () => void block(desk, thread),
          },
        ]
      : []),
  ];
  return (
    <header class="bar thread-head">
      <Button
        class="only-narrow"
        icon="back"
        iconSize={20}
        tip={t("Back to the list")}
        onClick={() => go(chatsPath(view))}
      />
      <div class="thread-who">
        <h2 class="cut" dir="auto" title={name} aria-level={isNarrow ? 1 : undefined}>
          {name}
        </h2>
        {since !== null && (
          <span class={`only-narrow thread-waits${isLate ? " thread-late" : ""}`}>
            {waits(desk.nowS.value - since)}
          </span>
        )}
      </div>
      {status && (
        <button
          type="button"
          class="chip chip-status wide-only"
          ref={ref("status")}
          onClick={() => setMenu("status")}
        >
          {statusName(status)}
        </button>
      )}
      {viewers.length > 0 && (
        <span class="viewers wide-only" title={t("is viewing this chat too")}>
          {viewers.slice(0, 3).map(it => (
            <Face key={it} id={it} name={desk.agent(it)?.name ?? "?"} size={20} />
          ))}
          <Icon name="eye" />
          <span class="sr">
            {viewers.map(it => desk.agent(it)?.name).join(", ")} {t("is viewing this chat too")}
          </span>
        </span>
      )}
      <span class="spring" />
      <button
        type="button"
        class="button button-quiet button-bar wide-only"
        ref={ref("assign")}
        aria-haspopup="listbox"
        aria-expanded={menu === "assign"}
        data-tip={`${t("Assign")} · A`}
        onClick={() => setMenu(menu === "assign" ? null : "assign")}
      >
        {assignee ? (
          <Face id={assignee.id} name={assignee.name} size={20} />
        ) : (
          <Icon name="nobody" />
        )}
        <bdi class="cut">{assignee ? firstName(assignee.name) : t("Unassigned")}</bdi>
        <Icon name="down" />
      </button>
      <Button
        innerRef={ref("snooze")}
        icon="moon"
        size="bar"
        tip={`${t("Snooze")} · S`}
        label={t("Snooze")}
        onClick={() => setMenu("snooze")}
      />
      <Button
        class={isPanelOpen ? "wide-only panel-toggle" : "wide-only"}
        icon="panel"
        size="bar"
        tip={`${t("Customer")} · [`}
        label={t("Customer")}
        pressed={isPanelOpen}
        onClick={() => showPanel(!isPanelOpen)}
      />
      <Button
        innerRef={ref("more")}
        icon="more"
        size="bar"
        label={t("More")}
        tip={t("More")}
        expanded={menu === "more"}
        onClick={() => setMenu(menu === "more" ? null : "more")}
      />
      {isClosed ? (
        <Button size="bar" icon="undo" onClick={() => void acts.reopen(desk, [id])}>
          {t("Reopen")}
        </Button>
      ) : (
        <Button size="bar" icon="check" keys={["E"]} onClick={() => void acts.close(desk, [id])}>
          {t("Close#chat")}
        </Button>
      )}
      {menu === "snooze" && <SnoozeMenu {...props} />}
      {menu === "assign" && <AssignMenu {...props} />}
      {menu === "tags" && <TagMenu {...props} />}
      {menu === "department" && <DepartmentMenu {...props} />}
      {menu === "status" && <StatusMenu {...props} />}
      {menu === "more" && (
        <Menu
          anchor={{ current: refs.current.more ?? null }}
          label={t("More")}
          items={more}
          close={close}
          at="end"
        />
      )}
    </header>
  );
}

async function block(desk: Desk, thread: Thread): Promise<void> {
  const customer = thread.customer.value;
  if (!customer) return;
  const name = customerName(customer);
  const isBlocked = !customer.blocked;
  if (isBlocked) {
    const isSure = await ask({
      title: t("Block {name}?", { name }),
      text: t("{name} can still read the chat but cannot write any more.", { name }),
      act: t("Block"),
    });
    if (!isSure) return;
  }
  try {
    await customers.block(customer.id, isBlocked);
    thread.customer.value = { ...customer, blocked: isBlocked };
    desk.list.mark();
    desk.say(isBlocked ? t("{name} is blocked", { name }) : t("{name} can write again", { name }));
  } catch (failure) {
    desk.say(sentence(failure), null, true);
  }
}
