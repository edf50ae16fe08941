// The composer of replies and notes: drafts, canned responses, files, mentions, and the conflict
// with a colleague's newer reply.

import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { randomId } from "../core/http.ts";
import type { Outgoing } from "../core/outbox.ts";
import type { Thread } from "../core/thread.ts";
import { Button, Keys } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { type Item, Menu } from "../ui/menu.tsx";
import * as acts from "./acts.ts";
import { AttachedFiles, type Attaching, attach } from "./attach.tsx";
import { Canned, Mentions, mentioned, wordAt } from "./canned.tsx";
import { composer } from "./composer-box.ts";
import { Conflict } from "./conflict.tsx";
import type { Desk } from "./desk.ts";
import { device, MOD } from "./device.ts";
import { EmojiMenu } from "./emoji.tsx";
import { customerName, firstName } from "./names.ts";
import { t } from "./words.ts";

/** The shortest time between two typing signals of this agent, in milliseconds. */
const TYPING_EVERY_MS = 2_500;

export function Composer({ desk, thread }: { desk: Desk; thread: Thread }) {
  const { id } = thread;
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = desk.drafts.all.value.get(id);
  const text = draft?.text ?? "";
  const isNote = draft?.isNote ?? false;
  const files = draft?.files ?? [];
  const [attaching, setAttaching] = useState<Attaching[]>([]);
  const [caret, setCaret] = useState(0);
  const [isDropping, setDropping] = useState(false);
  const [menu, setMenu] = useState<"send" | "emoji" | null>(null);
  const more = useRef<HTMLButtonElement>(null);
  const smile = useRef<HTMLButtonElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const typedAt = useRef(0);
  const keys = useRef<((event: KeyboardEvent) => boolean) | null>(null);
  const overtaken = desk.overtaken.value.get(id);
  const customer = thread.customer.value;
  const name = customer ? firstName(customerName(customer)) : "";
  const isLost = desk.isAway;

  const write = useCallback(
    (next: string, at?: number) => {
      void desk.drafts.set(id, { text: next });
      const area = field.current;
      if (at === undefined || !area) return;
      // At once: the next key writes behind it.
      area.value = next;
      area.focus();
      area.setSelectionRange(at, at);
      setCaret(at);
    },
    [desk, id],
  );
  const insert = useCallback(
    (more: string, from?: number) => {
      const now = desk.drafts.get(id).text;
      const at = field.current?.selectionEnd ?? now.length;
      const start = from ?? field.current?.selectionStart ?? at;
      write(now.slice(0, start) + more + now.slice(at), start + more.length);
    },
    [desk, id, write],
  );

  useLayoutEffect(() => {
    composer.current = {
      focus(mode) {
        void desk.drafts.set(id, { isNote: mode === "note" });
        field.current?.focus();
      },
      insert,
      canned: () => insert(desk.drafts.get(id).text === "" ? "/" : " /"),
    };
    return () => {
      composer.current = null;
    };
  }, [desk, id, insert]);
  // Where a browser does not size fields by their content.
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);
  const add = (all: Iterable<File>) => {
    for (const file of all) {
      attach(file, {
        show: one => setAttaching(now => [...now.filter(it => it.key !== one.key), one]),
        done: (one, ref) => {
          setAttaching(now => now.filter(it => it.key !== one.key));
          void desk.drafts.set(id, { files: [...desk.drafts.get(id).files, ref] });
        },
      });
    }
  };
  const isBusy = attaching.some(it => it.wrong === "");
  const isEmpty = text.trim() === "" && files.length === 0;
  const send = async (follow: "close" | "snooze" | null, anyway = false) => {
    // As it is now, which may be later than what is shown.
    const { text, files, isNote } = desk.drafts.get(id);
    if ((text.trim() === "" && files.length === 0) || isBusy) return;
    const messages = thread.messages.value;
    const seen = messages[messages.length - 1]?.id ?? null;
    const mentions = isNote ? mentioned(text, desk.team.value.agents) : [];
    // The composer is free at once: what is typed next is another message, of its own kind. The
    // device forgets the draft only when it has what is sent.
    const key = randomId();
    const put = desk.outbox.put({
      key,
      chat: id,
      text: text.trim(),
      isNote,
      files,
      seen,
      anyway,
      mentions,
    });
    // A reply opens a chat that is closed, so it has to be there before. From now on: the answer may
    // come before the device is done.
    const sent = desk.outbox.ended(key);
    const cleared = desk.drafts.clear(id, put);
    desk.settle(id);
    await cleared;
    if (follow === "close") await acts.close(desk, [id], sent);
    if (follow === "snooze") {
      const tomorrow = new Date();
      tomorrow.setDate(tomorrow.getDate() + 1);
      tomorrow.setHours(9, 0, 0, 0);
      await acts.snooze(desk, [id], tomorrow, sent);
    }
  };

  const editLast = (last: Outgoing) =>
    desk.outbox.takeBack(last.key, taken => {
      const kept = desk.drafts.takeUp(taken);
      write(desk.drafts.get(id).text, taken.text.length);
      return kept;
    });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (keys.current?.(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const isMod = event.metaKey || event.ctrlKey;
    if (event.key === "Enter" && (isMod || (device.value.enterSends && !event.shiftKey))) {
      event.preventDefault();
      void send(isMod && event.shiftKey ? "close" : null);
    } else if (event.key === "Escape") {
      field.current?.blur();
      document.querySelector<HTMLElement>(".row-open .row-name")?.focus();
    } else if (event.key === "ArrowUp" && text === "") {
      const last = desk.outbox.of(id).at(-1);
      if (last) void editLast(last);
    }
  };
  const onInput = (event: Event) => {
    const area = event.currentTarget as HTMLTextAreaElement;
    setCaret(area.selectionEnd);
    write(area.value);
    const now = Date.now();
    if (!isNote && area.value !== "" && now - typedAt.current > TYPING_EVERY_MS) {
      typedAt.current = now;
      desk.live.say({ type: "typing", chat: id });
    }
  };
  const word = wordAt(text, caret);
  const to = isNote
    ? t("only colleagues see this")
    : isLost
      ? t("to {name}, once back online", { name })
      : desk.online.has(id)
        ? t("to {name} in the chat, online now", { name })
        : t("to {name} in the chat", { name });
  const isSaved = desk.drafts.stored.value.has(id);
  const saved = text === "" ? "" : isLost || !isSaved ? t("Draft kept here") : t("Draft saved");
  const label = isNote ? t("Add note") : isLost ? t("Send later") : t("Send");
  const reason = isBusy
    ? t("A file is still being sent")
    : isEmpty
      ? t("Write something first")
      : undefined;
  const sendKeys = device.value.enterSends ? ["↵"] : [`${MOD} ↵`];
  const sendItems: Item[] = [
    {
      id: "close",
      icon: "check",
      text: t("Send and close"),
      end: `${MOD} ⇧ ↵`,
      act: () => void send("close"),
    },
    {
      id: "snooze",
      icon: "moon",
      text: t("Send and snooze until tomorrow"),
      act: () => void send("snooze"),
    },
  ];
  const mode = (value: boolean, text: string, icon?: "lock") => (
    <button
      type="button"
      role="tab"
      class="composer-mode"
      aria-selected={isNote === value}
      onClick={() => {
        void desk.drafts.set(id, { isNote: value });
        field.current?.focus();
      }}
    >
      {icon && <Icon name={icon} />}
      {text}
    </button>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are dropped on it
    <div
      class={`composer${isNote ? " composer-note" : ""}`}
      onDragOver={event => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={event => {
        event.preventDefault();
        setDropping(false);
        add(event.dataTransfer?.files ?? []);
      }}
    >
      {overtaken && (
        <Conflict
          desk={desk}
          overtaken={overtaken}
          keep={() => {
            desk.settle(id);
            field.current?.focus();
          }}
          anyway={() => void send(null, true)}
          note={() => {
            desk.settle(id);
            void desk.drafts.set(id, { isNote: true });
            field.current?.focus();
          }}
        />
      )}
      <div class="composer-top">
        <div role="tablist" aria-label={t("Kind of message")}>
          {mode(false, t("Reply"))}
          {mode(true, t("Note"), "lock")}
        </div>
        <span class="composer-to cut">
          <bdi>{to}</bdi>
        </span>
      </div>
      {word?.kind === "/" && (
        <Canned
          desk={desk}
          thread={thread}
          typed={word.text}
          keys={keys}
          pick={it => insert(it, word.from)}
        />
      )}
      {word?.kind === "@" && isNote && (
        <Mentions
          desk={desk}
          thread={thread}
          typed={word.text}
          keys={keys}
          pick={it => insert(it, word.from)}
        />
      )}
      <div class="composer-text">
        <textarea
          ref={field}
          value={text}
          dir={text === "" ? undefined : "auto"}
          rows={3}
          maxLength={65_536}
          aria-label={isNote ? t("Note, only for colleagues") : t("Reply to {name}", { name })}
          placeholder={
            isNote
              ? t("Write a note, @ mentions a colleague")
              : t("Write to {name}, or / for a canned response", { name })
          }
          onInput={onInput}
          onKeyDown={onKeyDown}
          onSelect={event => setCaret(event.currentTarget.selectionEnd)}
          onPaste={event => {
            const pasted = event.clipboardData?.files;
            if (pasted && pasted.length > 0) {
              event.preventDefault();
              add(pasted);
            }
          }}
        />
      </div>
      <AttachedFiles
        files={files}
        attaching={attaching}
        remove={file => void desk.drafts.set(id, { files: files.filter(it => it.id !== file.id) })}
        cancel={one => {
          one.abort();
          setAttaching(now => now.filter(it => it.key !== one.key));
        }}
      />
      <div class="composer-foot">
        <Button
          size="bar"
          icon="clip"
          tip={t("Attach a file")}
          tipAt="up"
          onClick={() => picker.current?.click()}
        />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={event => {
            add(event.currentTarget.files ?? []);
            event.currentTarget.value = "";
          }}
        />
        <Button
          innerRef={smile}
          size="bar"
          icon="smile"
          tip={t("Emoji")}
          tipAt="up"
          onClick={() => setMenu("emoji")}
        />
        <Button
          size="bar"
          icon="canned"
          tip={`${t("Canned response")} · /`}
          tipAt="up"
          onClick={() => composer.current?.canned()}
        />
        <span class="composer-saved">{saved}</span>
        {overtaken ? (
          <Button size="bar" off={reason} onClick={() => void send(null, true)}>
            {label}
          </Button>
        ) : (
          <span class="split">
            <Button kind="primary" size="bar" off={reason} onClick={() => void send(null)}>
              {label} <Keys keys={sendKeys} />
            </Button>
            <Button
              innerRef={more}
              kind="primary"
              size="bar"
              icon="down"
              off={reason}
              label={t("More ways to send")}
              onClick={() => setMenu("send")}
            />
          </span>
        )}
      </div>
      {menu === "send" && (
        <Menu
          anchor={more}
          label={t("More ways to send")}
          items={sendItems}
          close={() => setMenu(null)}
          at="end"
        />
      )}
      {menu === "emoji" && (
        <EmojiMenu anchor={smile} pick={it => insert(it)} close={() => setMenu(null)} />
      )}
      {isDropping && <div class="drop">{t("Drop to attach")}</div>}
    </div>
  );
}
