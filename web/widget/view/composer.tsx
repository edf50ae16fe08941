/** Where the visitor writes. What is typed is kept; Enter sends, Shift and Enter begin a line. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { TEXT_MAX } from "../core/site";
import { chatOf } from "../core/state";
import { Emoji } from "./emoji";
import { Icon } from "./icon";
import { lasting, useKnown } from "./say";

/** The seconds until a moment, which count down while somebody waits. */
function useCountdown(until: number): number {
  const left = () => Math.max(0, until - Date.now() / 1000);
  const [seconds, setSeconds] = useState(left());
  useEffect(() => {
    setSeconds(left());
    if (!left()) return;
    const timer = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}

export function Composer({ closed }: { closed: boolean }): JSX.Element {
  const { app, s, t } = useKnown();
  const area = useRef<HTMLTextAreaElement>(null);
  const [emoji, setEmoji] = useState(false);
  const text = s.drafts[`${chatOf(s) ?? null}`] ?? "";
  const wait = useCountdown(s.limit?.until ?? 0);
  const over = [...text].length > TEXT_MAX;
  const can = !!text.trim() && !over && !wait;

  useLayoutEffect(() => {
    const e = area.current;
    if (!e) return;
    e.style.height = "auto";
    e.style.height = `${Math.min(e.scrollHeight, 160)}px`;
  }, [text]);
  useEffect(() => {
    if (s.open) area.current?.focus();
  }, [s.open, chatOf(s)]);

  const send = () => {
    if (!can) return;
    app.send(text.trim(), []);
    setEmoji(false);
    area.current?.focus();
  };
  const closeEmoji = () => {
    setEmoji(false);
    area.current?.focus();
  };
  const put = (it: string) => {
    const e = area.current;
    const at = e?.selectionStart ?? text.length;
    app.draft(text.slice(0, at) + it + text.slice(e?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      e?.focus();
      e?.setSelectionRange(at + it.length, at + it.length);
    });
  };
  return (
    <form
      class="composer"
      onSubmit={e => {
        e.preventDefault();
        send();
      }}
    >
      {wait ? (
        <p class="hint">
          <Icon of="clock" />
          {t(s.limit?.reason === "waiting_for_answer" ? "haveIt" : "manyAtOnce")}
        </p>
      ) : null}
      {over ? (
        <p class="fault">
          <Icon of="warn" /> {t("tooLong", { n: [...text].length, max: TEXT_MAX })}
        </p>
      ) : null}
      {emoji ? <Emoji pick={put} close={closeEmoji} /> : null}
      <div class="box">
        <textarea
          ref={area}
          rows={1}
          dir="auto"
          enterkeyhint="send"
          aria-label={t("write")}
          placeholder={
            wait
              ? t("againIn", { time: lasting(wait, s.language) })
              : t(closed ? "reopen" : "write")
          }
          value={text}
          onInput={e => app.draft(e.currentTarget.value)}
          onKeyDown={e => {
            if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
            e.preventDefault();
            send();
          }}
        />
        <button
          type="button"
          class="quiet"
          aria-label={t("emoji")}
          aria-expanded={emoji}
          aria-controls="emoji"
          onClick={() => setEmoji(!emoji)}
        >
          <Icon of="smile" />
        </button>
        <button type="submit" class="send" aria-label={t("send")} aria-disabled={!can}>
          <Icon of="send" />
        </button>
      </div>
    </form>
  );
}
