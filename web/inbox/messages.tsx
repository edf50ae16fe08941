// The messages of a chat: the newest at the bottom, older messages loaded on scrolling up. Messages
// within a minute form a group, notes take the full width, and events of the system are sentences.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Outgoing } from "../core/outbox.ts";
import { chatsPath } from "../core/router.ts";
import type { FileRef, Message } from "../core/shapes.ts";
import { type Thread, TYPING_MS } from "../core/thread.ts";
import { Avatar, Button } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { MessageText } from "../ui/message.tsx";
import { clock, longDay, sameDay, whole } from "../ui/time.ts";
import { insertText } from "./composer-box.ts";
import { copy } from "./copy.ts";
import type { Desk } from "./desk.ts";
import { Face } from "./face.tsx";
import { Lightbox } from "./lightbox.tsx";
import { MessageFiles } from "./message-files.tsx";
import { customerName, firstName } from "./names.ts";
import { Rated } from "./rated.tsx";
import { systemLine } from "./system-line.ts";
import { Waiting } from "./waiting.tsx";
import { t, words } from "./words.ts";

/** The time of a message, in seconds. */
const saidAt = (message: Message): number => Number(message.createdAt);

interface MessagesProps {
  desk: Desk;
  thread: Thread;
  view: string;
  jump: number | null;
}

/**
 * The messages of a chat. The component reads no signals, so that changes of signals render only
 * `All` again.
 */
export function Messages(props: MessagesProps) {
  return <All {...props} />;
}

function All(props: MessagesProps) {
  const { desk, thread, view, jump } = props;
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  /** The positions of the first and the last message at the last rendering, in pixels. */
  const tops = useRef({ first: 0, last: 0 });
  const [isAway, setAway] = useState(false);
  const [image, setImage] = useState<FileRef | null>(null);
  const messages = thread.messages.value;
  const outgoing = unheard(
    desk.outbox.entries.value.filter(it => it.chat === thread.id),
    thread,
    desk.me.agent.id,
  );
  const overtaken = desk.overtaken.value.get(thread.id);
  void desk.nowS.value;

  const first = messages[0]?.id;
  const last = messages[messages.length - 1]?.id;
  const before = useRef<{ first: number | undefined; last: number | undefined }>({
    first: undefined,
    last: undefined,
  });
  useLayoutEffect(() => {
    const pane = box.current;
    if (!pane) return;
    const top = (id: number | undefined) => {
      const message = document.getElementById(`m${id}`);
      const { y } = pane.getBoundingClientRect();
      return message ? message.getBoundingClientRect().y - y + pane.scrollTop : undefined;
    };
    const byFirst = top(before.current.first);
    const byLast = top(before.current.last);
    let moved = 0;
    if (byFirst !== undefined) moved = byFirst - tops.current.first;
    else if (byLast !== undefined) moved = byLast - tops.current.last;
    if (before.current.first !== first && !isAtEnd.current) {
      // Older ones came in above, or were dropped there: what was on the screen stays where it is.
      pane.scrollTop += moved;
    } else if (isAtEnd.current) {
      pane.scrollTop = pane.scrollHeight;
    }
    before.current = { first, last };
    tops.current = { first: top(first) ?? 0, last: top(last) ?? 0 };
  }, [first, last, outgoing.length, thread.typing.value]);
  useEffect(() => {
    const pane = box.current;
    if (!pane) return;
    const watch = new ResizeObserver(() => {
      if (isAtEnd.current) pane.scrollTop = pane.scrollHeight;
    });
    watch.observe(pane);
    if (pane.firstElementChild) watch.observe(pane.firstElementChild);
    return () => watch.disconnect();
  }, []);
  // A link to a message: older ones are loaded until it is there.
  const jumped = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (jump === null) jumped.current = null;
    if (jump === null || jumped.current === jump || first === undefined) return;
    isAtEnd.current = false;
    const there = document.getElementById(`m${jump}`);
    if (there) {
      jumped.current = jump;
      there.scrollIntoView({ block: "center" });
    } else if (jump < first) {
      void thread.settled().then(() => thread.older());
    }
  }, [jump, thread, first]);

  const onScroll = () => {
    const pane = box.current;
    if (!pane) return;
    const left = pane.scrollHeight - pane.scrollTop - pane.clientHeight;
    isAtEnd.current = left < 48 && !thread.hasNewer.value;
    setAway(left > 600 || thread.hasNewer.value);
    if (pane.scrollTop < 600 && thread.hasOlder.value) void thread.older();
  };
  const toEnd = async () => {
    await thread.newest();
    isAtEnd.current = true;
    setAway(false);
    const pane = box.current;
    if (pane) pane.scrollTop = pane.scrollHeight;
  };

  const typing = [...thread.typing.value].filter(([, at]) => at > Date.now() - TYPING_MS);
  const customer = thread.customer.value;
  return (
    <div class="messages-place">
      <div ref={box} class="messages scroll" onScroll={onScroll} tabIndex={-1}>
        <div class="messages-all" role="log" aria-label={t("Messages")} aria-live="polite">
          {thread.hasOlder.value && <div class="bone-bubble" aria-hidden="true" />}
          {thread.state.value === "loading" && messages.length === 0 && (
            <div class="bones" aria-hidden="true">
              <div class="bone-bubble" />
              <div class="bone-bubble bone-end" />
              <div class="bone-bubble" />
            </div>
          )}
          {groups(messages).map(group => (
            <Group
              key={group.key}
              desk={desk}
              thread={thread}
              group={group}
              view={view}
              show={setImage}
              fresh={overtaken ? (last ?? null) : null}
            />
          ))}
          <Rated thread={thread} />
          {outgoing.map(entry => (
            <Waiting key={entry.key} desk={desk} entry={entry} />
          ))}
          {typing.map(([who]) => (
            <p class="typing" key={who}>
              <span class="typing-dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              {who === "customer"
                ? t("{name} is typing", { name: firstName(customer ? customerName(customer) : "") })
                : t("{name} is typing", { name: firstName(desk.agent(who)?.name ?? "") })}
            </p>
          ))}
        </div>
      </div>
      {isAway && (
        <button type="button" class="to-end" onClick={() => void toEnd()}>
          <Icon name="down" />
          {t("Newest")}
        </button>
      )}
      {image && <Lightbox file={image} close={() => setImage(null)} />}
    </div>
  );
}

/**
 * The messages in the outbox, without the messages that the feed has delivered already, so that no
 * message is shown twice.
 */
function unheard(outgoing: Outgoing[], thread: Thread, me: number): Outgoing[] {
  if (outgoing.length === 0) return outgoing;
  const heard = thread.messages.value.filter(
    it => it.agent?.id === me && !thread.answered.has(it.id),
  );
  return outgoing.filter(entry => {
    if (entry.state === "failed") return true;
    const at = heard.findIndex(
      it =>
        it.id > (entry.seen ?? 0) &&
        (it.text ?? "") === entry.text &&
        (it.type === "private") === entry.isNote,
    );
    if (at >= 0) heard.splice(at, 1);
    return at < 0;
  });
}

interface Grouped {
  key: string;
  kind: "customer" | "agent" | "note" | "system";
  agent: { id: number; name: string } | null;
  messages: Message[];
  /** The time of a day's first group; null for every other group. */
  day: number | null;
}

/**
 * Groups consecutive messages that the same side (the customer or the agents) wrote within a
 * minute.
 */
function groups(messages: readonly Message[]): Grouped[] {
  const found: Grouped[] = [];
  let before: Message | undefined;
  for (const message of messages) {
    const kind =
      message.type === "tech"
        ? "system"
        : message.type === "private"
          ? "note"
          : message.from === "customer"
            ? "customer"
            : "agent";
    const at = saidAt(message);
    const isNewDay = !before || !sameDay(saidAt(before), at);
    const last = found[found.length - 1];
    const joins =
      last &&
      !isNewDay &&
      before &&
      last.kind === kind &&
      (kind === "customer" || kind === "agent") &&
      last.agent?.id === message.agent?.id &&
      at - saidAt(before) < 60;
    if (joins) last.messages.push(message);
    else {
      const day = isNewDay ? at : null;
      found.push({ key: `g${message.id}`, kind, agent: message.agent, messages: [message], day });
    }
    before = message;
  }
  return found;
}

function dayName(s: number, nowS: number): string {
  if (sameDay(s, nowS)) return t("Today");
  if (sameDay(s, nowS - 86_400)) return t("Yesterday");
  return longDay(s, nowS, words.language.value);
}

interface GroupProps {
  desk: Desk;
  thread: Thread;
  group: Grouped;
  view: string;
  show: (file: FileRef) => void;
  fresh: number | null;
}

function Group({ desk, thread, group, view, show, fresh }: GroupProps) {
  const { kind, agent, messages, day } = group;
  const language = words.language.value;
  const last = messages[messages.length - 1];
  if (!last) return null;
  const at = saidAt(last);
  const time = clock(at, language);
  const head = day !== null && (
    <p class="day">
      <span>{dayName(day, desk.nowS.value)}</span>
    </p>
  );
  if (kind === "system") {
    const { icon, text } = systemLine(desk, thread, last);
    return (
      <>
        {head}
        <p class="tech" id={`m${last.id}`}>
          <Icon name={icon} />
          <span>
            {text} · <time title={whole(at, language)}>{time}</time>
          </span>
        </p>
      </>
    );
  }
  if (kind === "note") {
    return (
      <>
        {head}
        <article class="note" id={`m${last.id}`}>
          <p class="note-head">
            <Icon name="lock" />
            <strong>
              <bdi>{agent?.name ?? t("A colleague")}</bdi>
            </strong>
            <time class="num" title={whole(at, language)}>
              {time}
            </time>
            <span class="sr">{t("Note, only for colleagues")}</span>
          </p>
          <MessageText text={last.text ?? ""} />
          <MessageFiles files={last.files ?? []} show={show} />
        </article>
      </>
    );
  }
  const customer = thread.customer.value;
  const name =
    kind === "customer" ? (customer ? customerName(customer) : "") : (agent?.name ?? t("Deskbell"));
  const isSeen = kind === "agent" && last.read;
  const isMine = kind === "agent";
  return (
    <>
      {head}
      <div class={`group group-${kind}`}>
        <div class="bubbles">
          {messages.map((message, n) => (
            <article
              key={message.id}
              id={`m${message.id}`}
              class={`bubble-line${n === messages.length - 1 ? " bubble-last" : ""}`}
            >
              <MessageFiles files={message.files ?? []} show={show} />
              {message.text && (
                <div class={`bubble bubble-${kind}${message.id === fresh ? " bubble-fresh" : ""}`}>
                  <MessageText text={message.text ?? ""} />
                </div>
              )}
              <div class="bubble-acts">
                <Button
                  size="bar"
                  icon="reply"
                  tip={t("Quote")}
                  onClick={() => insertText(quote(message.text ?? ""))}
                />
                <Button
                  size="bar"
                  icon="copy"
                  tip={t("Copy text")}
                  onClick={() => void copy(message.text ?? "")}
                />
                <Button
                  size="bar"
                  icon="link"
                  tip={t("Copy link")}
                  onClick={() =>
                    void copy(`${location.origin}${chatsPath(view, thread.id)}#m${message.id}`)
                  }
                />
              </div>
            </article>
          ))}
        </div>
        {kind === "customer" && customer ? (
          <Avatar
            id={customer.id}
            name={customer.name || customer.email}
            kind="customer"
            size={24}
          />
        ) : (
          agent && <Face id={agent.id} name={agent.name} size={24} />
        )}
        <p class="meta">
          <bdi>{firstName(name)}</bdi> · <time title={whole(at, language)}>{time}</time>
          {last.edited && ` · ${t("edited")}`}
          {last.id === fresh && ` · ${t("new#message")}`}
          {isMine && isSeen && (
            <>
              {" · "}
              <Icon name="checks" /> {t("Seen")}
            </>
          )}
        </p>
      </div>
    </>
  );
}

function quote(text: string): string {
  return `${text
    .split("\n")
    .map(line => `> ${line}`)
    .join("\n")}\n`;
}
