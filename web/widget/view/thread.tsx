/**
 * The conversation: groups of messages, messages that wait to be sent, and typing signals. New
 * messages do not change the scroll position of a visitor who reads older messages.
 */

import { Component, createRef, type JSX } from "preact";
import { caption } from "../core/talk";
import type { Chat, Message, Sending } from "../core/types";
import { Avatar } from "./header";
import { Icon } from "./icon";
import { lazy } from "./lazy";
import { clock, day, known, more, sameDay } from "./say";
import { Text } from "./text";

const Files = lazy(() => more(import("./files")).then(it => it.Files));
const RatingCard = lazy(() => more(import("./rating")).then(it => it.RatingCard));

/** The longest time between two messages of the same group, in seconds. */
const GROUP_S = 60;
/** The distance from the end at which the thread still follows new messages, in pixels. */
const NEAR = 80;
/** The maximal number of messages on the page; scrolling shows older messages. */
const SHOWN_MAX = 300;

const belongs = (a: Message | undefined, b: Message | undefined) =>
  !!a && !!b && a.mine === b.mine && a.agent?.name === b.agent?.name && b.at - a.at < GROUP_S;

function Bubble({ it, last, first }: { it: Message; last: boolean; first: boolean }): JSX.Element {
  const { s, t } = known();
  const agent = s.config.showsAgents ? it.agent : null;
  const name = agent?.name || s.config.title;
  return (
    <li class={`${it.mine ? "mine" : "theirs"}${last ? " last" : ""}${first ? " first" : ""}`}>
      {!it.mine && last ? <Avatar of={agent} small /> : null}
      {it.files.length ? <Files of={it.files} /> : null}
      {it.text ? (
        <div class="bubble">
          {it.mine || !first ? null : <span class="hidden">{t("says", { name })} </span>}
          <Text text={it.text} />
        </div>
      ) : null}
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

function Waiting({ it }: { it: Sending }): JSX.Element {
  const { app, s, t } = known();
  return (
    <li class={`mine first last ${it.refused === undefined ? "waiting" : "refused"}`}>
      {it.files.length ? <Files of={it.files} /> : null}
      {it.text ? (
        <div class="bubble">
          <Text text={it.text} />
        </div>
      ) : null}
      {it.refused === undefined ? (
        <p class="meta">
          <Icon of="clock" /> {t(s.reachable ? "sending" : "waiting")}
        </p>
      ) : (
        <p class="meta">
          <span class="fault">{t(it.refused === "blocked" ? "blocked" : "notSent")}</span>
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

/** The messages of the outbox that the thread does not show yet. */
export function waiting(sendings: Sending[], messages: Message[], chat: number | null): Sending[] {
  const taken = new Set<number>();
  return sendings.filter(it => {
    if (it.chat !== chat && it.chat !== null) return false;
    const own = messages.find(
      m => m.mine && m.id > it.since && m.text === it.text && m.at >= it.at - 5 && !taken.has(m.id),
    );
    if (own) taken.add(own.id);
    return !own;
  });
}

interface Props {
  chat: Chat | undefined;
}

/** The messages of a chat. The chat's id is the component's key. */
export class Thread extends Component<Props, { more: boolean; news: string }> {
  override state = { more: false, news: "" };
  box = createRef<HTMLDivElement>();
  /** True while the visitor is reading at the end of the thread. */
  near = true;
  /**
   * The first message's id and the thread's height at the last rendering. `last` is the newest
   * message's id.
   */
  top = { id: 0, height: 0 };
  last = 0;

  /**
   * Keeps the end in view when the size of a message changes while the visitor reads at the end.
   */
  sizes = new ResizeObserver(() => this.near && this.end());

  override componentDidMount(): void {
    const e = this.box.current;
    if (e) for (const it of [e, ...e.children]) this.sizes.observe(it);
    this.componentDidUpdate();
  }

  override componentWillUnmount(): void {
    this.sizes.disconnect();
  }

  end(): void {
    const e = this.box.current;
    if (e) e.scrollTop = e.scrollHeight;
  }

  override componentDidUpdate(): void {
    const e = this.box.current;
    const { messages } = this.now();
    const first = messages[0]?.id ?? 0;
    const last = messages.at(-1);
    if (e) {
      if (first < this.top.id && !this.near) e.scrollTop += e.scrollHeight - this.top.height;
      this.top = { id: first, height: e.scrollHeight };
    }
    const had = this.last;
    this.last = last?.id ?? 0;
    if (last && !last.mine && had && last.id > had) this.say(last);
  }

  /** Announces a new message to screen readers, and to visitors who have scrolled up. */
  say(it: Message): void {
    const { s, t } = known();
    const name = it.agent?.name || s.config.title;
    if (!this.near) this.setState({ more: true });
    import("../../core/markdown").then(
      all => this.setState({ news: `${t("says", { name })} ${all.plain(caption(it))}` }),
      () => this.setState({ news: t("newer") }),
    );
  }

  now() {
    const all = known();
    const id = this.props.chat?.id ?? null;
    const thread = id === null ? undefined : all.s.threads[id];
    return { ...all, id, thread, messages: (thread?.messages ?? []).slice(-SHOWN_MAX) };
  }

  scrolled = (): void => {
    const e = this.box.current;
    const { app, id, thread } = this.now();
    if (!e) return;
    this.near = e.scrollHeight - e.scrollTop - e.clientHeight < NEAR;
    if (this.near && this.state.more) this.setState({ more: false });
    if (e.scrollTop < NEAR && thread?.more && !thread.loading && id !== null) app.older(id);
  };

  down = (): void => {
    this.near = true;
    this.setState({ more: false });
    this.end();
  };

  override render(): JSX.Element {
    const { app, s, t, id, thread, messages } = this.now();
    const { chat } = this.props;
    const { more, news } = this.state;
    const sendings = waiting(s.sendings, messages, id);
    const agent = (s.config.showsAgents && chat?.agent) || null;
    const typing = t("typing", { name: agent?.name || s.config.title });
    const greeting = s.invited?.text || s.config.greeting;

    return (
      <div class="thread">
        <div
          class="scroll"
          ref={this.box}
          onScroll={this.scrolled}
          role="log"
          aria-live="off"
          aria-label={t("chat")}
        >
          <div class="all">
            {thread?.more && id !== null ? (
              <button
                type="button"
                class="older"
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
                    <Text text={greeting} />
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
              {id !== null && s.typing === id ? (
                <li class="theirs first last typing">
                  <Avatar of={agent} small />
                  <div class="bubble" role="img" aria-label={typing}>
                    <i />
                    <i />
                    <i />
                    <span>{typing}</span>
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
                <Icon of="check" /> {agent ? t("closedBy", { name: agent.name }) : t("chatClosed")}
              </p>
            ) : null}
            {chat?.closed ? <RatingCard chat={chat} /> : null}
          </div>
        </div>
        {more ? (
          <button type="button" class="pill" onClick={this.down}>
            <Icon of="down" /> {t("newer")}
          </button>
        ) : null}
        <p class="hidden" role="status">
          {news}
        </p>
      </div>
    );
  }
}
