/** The conversation: bubbles in groups, what is on its way, and who types. It stays where the visitor reads. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { plain } from "../../core/markdown";
import type { Chat, Message, Sending } from "../core/types";
import { Avatar } from "./header";
import { Icon } from "./icon";
import { RatingCard } from "./rating";
import { Rich } from "./rich";
import { clock, day, sameDay, useKnown } from "./say";

/** Messages closer than this stand in one group, in seconds. */
const GROUP_S = 60;
/** How near to the end the thread follows what comes, in px. */
const NEAR = 80;
/** The most messages that stand on the page at once; earlier ones come back on scrolling. */
const SHOWN_MAX = 300;

const belongs = (a: Message | undefined, b: Message | undefined) =>
  !!a && !!b && a.mine === b.mine && a.agent?.name === b.agent?.name && b.at - a.at < GROUP_S;

function Bubble({ it, last, first }: { it: Message; last: boolean; first: boolean }): JSX.Element {
  const { s, t } = useKnown();
  const agent = s.config.showsAgents ? it.agent : null;
  const name = agent?.name || s.config.title;
  return (
    <li class={`${it.mine ? "mine" : "theirs"}${last ? " last" : ""}${first ? " first" : ""}`}>
      {!it.mine && last ? <Avatar of={agent} small /> : null}
      <div class="bubble">
        {it.mine || !first ? null : <span class="hidden">{t("says", { name })} </span>}
        <Rich text={it.text} />
      </div>
      {last ? (
        <p class="meta">
          {it.mine || !name ? null : (
            <>
              <bdi>{name}</bdi> ·{" "}
            </>
          )}
          <time>{clock(it.at, s.language)}</time>
          {it.mine ? (
            <>
              {" · "}
              <Icon of={it.seen ? "checks" : "check"} /> {t(it.seen ? "seen" : "sent")}
            </>
          ) : null}
        </p>
      ) : null}
    </li>
  );
}

const REASONS: Record<string, "blocked" | "failed"> = { blocked: "blocked" };

function Waiting({ it }: { it: Sending }): JSX.Element {
  const { app, s, t } = useKnown();
  return (
    <li class={`mine last ${it.refused === undefined ? "waiting" : "refused"}`}>
      <div class="bubble">
        <Rich text={it.text} />
      </div>
      {it.refused === undefined ? (
        <p class="meta">
          <Icon of="clock" /> {t(s.reachable ? "sending" : "waiting")}
        </p>
      ) : (
        <p class="meta">
          <span class="fault">{REASONS[it.refused] ? t("blocked") : t("notSent")}</span>
          {" · "}
          <button type="button" class="link" onClick={() => app.retry(it.key)}>
            {t("again")}
          </button>
          {" · "}
          <button type="button" class="link" onClick={() => app.drop(it.key)}>
            {t("remove")}
          </button>
        </p>
      )}
    </li>
  );
}

/** Messages on their way that the thread does not show yet. */
export function waiting(sendings: Sending[], messages: Message[], chat: number | null): Sending[] {
  const taken = new Set<number>();
  return sendings.filter(it => {
    if (it.chat !== chat && !(it.chat === null && chat !== null)) return false;
    const own = messages.find(
      m => m.mine && m.id > it.since && m.text === it.text && m.at >= it.at - 5 && !taken.has(m.id),
    );
    if (own) taken.add(own.id);
    return !own;
  });
}

export function Thread({ chat }: { chat: Chat | undefined }): JSX.Element {
  const { app, s, t } = useKnown();
  const box = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const top = useRef<{ id: number; height: number } | null>(null);
  const [more, setMore] = useState(false);
  const [news, setNews] = useState("");
  const id = chat?.id ?? null;
  const thread = id === null ? undefined : s.threads[id];
  const messages = (thread?.messages ?? []).slice(-SHOWN_MAX);
  const sendings = waiting(s.sendings, messages, id);
  const firstId = messages[0]?.id ?? 0;
  const lastId = messages.at(-1)?.id ?? 0;
  const typing = s.typing && s.typing.chat === id ? s.typing : null;
  const typist = (s.config.showsAgents && typing?.agent?.name) || s.config.title;

  useLayoutEffect(() => {
    const e = box.current;
    if (!e) return;
    if (top.current && firstId < top.current.id) e.scrollTop += e.scrollHeight - top.current.height;
    else if (near.current) e.scrollTop = e.scrollHeight;
    top.current = { id: firstId, height: e.scrollHeight };
  });
  useEffect(() => {
    near.current = true;
    setMore(false);
    setNews("");
  }, [id]);
  const known = useRef(lastId);
  useEffect(() => {
    const last = messages.at(-1);
    if (last && !last.mine && known.current && lastId > known.current) {
      setNews(`${t("says", { name: last.agent?.name || s.config.title })} ${plain(last.text)}`);
      if (!near.current) setMore(true);
    }
    known.current = lastId;
  }, [lastId]);

  const scrolled = () => {
    const e = box.current;
    if (!e) return;
    near.current = e.scrollHeight - e.scrollTop - e.clientHeight < NEAR;
    if (near.current) setMore(false);
    if (e.scrollTop < NEAR && thread?.more && !thread.loading && id !== null) app.older(id);
  };
  const down = () => {
    near.current = true;
    setMore(false);
    box.current?.scrollTo({ top: box.current.scrollHeight });
  };
  const greeting = s.invited?.text || s.config.greeting;

  return (
    <div class="thread">
      <div
        class="scroll"
        ref={box}
        onScroll={scrolled}
        role="log"
        aria-live="off"
        aria-label={t("chats")}
      >
        {thread?.more && id !== null ? (
          <button
            type="button"
            class="plain older"
            disabled={thread.loading}
            onClick={() => app.older(id)}
          >
            {t("older")}
          </button>
        ) : null}
        <ol>
          {id === null && greeting ? (
            <li class="theirs first last">
              <Avatar of={null} small />
              <div class="bubble">
                <Rich text={greeting} />
              </div>
            </li>
          ) : null}
          {messages.map((it, i) => {
            const before = messages[i - 1];
            const newDay = !before
              ? !sameDay(it.at, Date.now() / 1000)
              : !sameDay(before.at, it.at);
            const isFirst = newDay || !belongs(before, it);
            const isLast = !belongs(it, messages[i + 1]);
            return (
              <>
                {newDay ? (
                  <li key={`d${it.id}`} class="day">
                    {day(it.at, s.language)}
                  </li>
                ) : null}
                <Bubble key={it.id} it={it} first={isFirst} last={isLast} />
              </>
            );
          })}
          {sendings.map(it => (
            <Waiting key={it.key} it={it} />
          ))}
          {typing ? (
            <li class="theirs first last typing">
              <Avatar of={s.config.showsAgents ? typing.agent : null} small />
              <div class="bubble" role="img" aria-label={t("typing", { name: typist })}>
                <i />
                <i />
                <i />
                <span>{t("typing", { name: typist })}</span>
              </div>
            </li>
          ) : null}
        </ol>
        {s.left ? (
          <p class="notice">
            <Icon of="check" /> {t("left")}
          </p>
        ) : null}
        {chat?.closed ? (
          <p class="notice">
            <Icon of="check" />{" "}
            {chat.agent && s.config.showsAgents
              ? t("closedBy", { name: chat.agent.name })
              : t("chatClosed")}
          </p>
        ) : null}
        {chat?.closed && chat.rating ? <p class="notice">{t("rated")}</p> : null}
        {chat?.closed && chat.ratable && s.config.rates && !s.unrated.includes(chat.id) ? (
          <RatingCard chat={chat} key={chat.id} />
        ) : null}
      </div>
      {more ? (
        <button type="button" class="pill" onClick={down}>
          <Icon of="down" /> {t("newer")}
        </button>
      ) : null}
      <p class="hidden" role="status">
        {news}
      </p>
    </div>
  );
}
