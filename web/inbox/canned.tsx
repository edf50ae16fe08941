// The suggestions for `/` and `@` in the composer: canned responses with a preview, and colleagues.

import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { Canned as Response } from "../core/shapes.ts";
import type { Thread } from "../core/thread.ts";
import { Keys } from "../ui/controls.tsx";
import type { Desk } from "./desk.ts";
import { Face } from "./face.tsx";
import { fill } from "./variables.ts";
import { t } from "./words.ts";

/** The maximal number of mentions that the server accepts in a note. */
const MENTIONS_MAX = 20;

/** The word before the caret that begins with `/` or `@`, if any. */
export function wordAt(
  text: string,
  caret: number,
): { kind: "/" | "@"; text: string; from: number } | null {
  const found = /(?:^|\s)([/@])([\p{L}\p{N}_-]{0,40})$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const [, kind = "", word = ""] = found;
  return { kind: kind as "/" | "@", text: word, from: caret - word.length - 1 };
}

/** The agents that a note mentions in the form `@[Name]`, without duplicates. */
export function mentioned(
  text: string,
  agents: readonly { id: number; name: string; active?: boolean }[],
): number[] {
  const names = new Set([...text.matchAll(/@\[([^\][\n]{1,100})\]/g)].map(([, name]) => name));
  const found = agents.filter(it => it.active !== false && names.has(it.name));
  return found.map(it => it.id).slice(0, MENTIONS_MAX);
}

type KeyTaker = RefObject<((event: KeyboardEvent) => boolean) | null>;

/**
 * Chooses a suggestion: arrows select, Enter and Tab insert, Escape closes. The text field handles
 * all other keys.
 */
function useChoice<T>(items: T[], keys: KeyTaker, pick: (item: T) => void, typed: string) {
  const [chosen, setChosen] = useState(0);
  const [isShut, setShut] = useState(false);
  // Before the next key: what is shown is what the key is for.
  useLayoutEffect(() => {
    setChosen(0);
    setShut(false);
  }, [typed]);
  useLayoutEffect(() => {
    document.querySelector(".popup [aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  useLayoutEffect(() => {
    if (isShut || items.length === 0) {
      keys.current = null;
      return;
    }
    keys.current = event => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      const item = items[chosen];
      if (event.key === "ArrowDown") setChosen((chosen + 1) % items.length);
      else if (event.key === "ArrowUp") setChosen((chosen + items.length - 1) % items.length);
      else if ((event.key === "Enter" || event.key === "Tab") && isPlain && item) pick(item);
      else if (event.key === "Escape") setShut(true);
      else return false;
      return true;
    };
    return () => {
      keys.current = null;
    };
  });
  return { chosen, setChosen, isShut };
}

export function Canned(props: {
  desk: Desk;
  thread: Thread;
  typed: string;
  keys: KeyTaker;
  pick: (text: string) => void;
}) {
  const { desk, thread, typed, keys, pick } = props;
  const subject = {
    customer: thread.customer.value,
    agent: desk.me.agent,
    chat: thread.id,
    department: desk.department(thread.chat.value?.department ?? null)?.name ?? null,
  };
  const text = (it: Response) =>
    fill(it.text, subject)
      .map(piece => piece.text)
      .join("");
  const sought = typed.toLowerCase();
  const has = (it: Response) => `${it.shortcut} ${it.text}`.toLowerCase().includes(sought);
  const rank = (it: Response) => (it.shortcut.toLowerCase().startsWith(sought) ? 0 : 1);
  const found = desk.team.value.canned
    .filter(has)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 50);
  const { chosen, setChosen, isShut } = useChoice(found, keys, it => pick(text(it)), typed);
  if (isShut || (found.length === 0 && typed.length > 12)) return null;
  const shown = found[chosen];
  return (
    <div class="popup">
      <div class="popup-head">
        <span>
          {typed ? t("Canned responses for “{text}”", { text: typed }) : t("Canned responses")}
        </span>
        <span class="keys">
          <Keys keys={["↑", "↓"]} /> {t("choose")} <Keys keys={["↵"]} /> {t("insert at the cursor")}
        </span>
      </div>
      <div class="popup-list scroll" role="listbox" aria-label={t("Canned responses")}>
        {found.map((it, n) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text
          // biome-ignore lint/a11y/useKeyWithClickEvents: the composer takes keys
          <div
            key={it.id}
            class="popup-item"
            role="option"
            aria-selected={n === chosen}
            onPointerMove={() => n !== chosen && setChosen(n)}
            onClick={() => pick(text(it))}
          >
            <code class="cut" dir="ltr">
              /{it.shortcut}
            </code>
            <span class="cut" dir="auto">
              {it.text}
            </span>
            <span class="quiet-text">{it.agent === null ? t("shared") : t("mine#canned")}</span>
          </div>
        ))}
        {found.length === 0 && (
          <p class="menu-empty">
            {desk.team.value.canned.length === 0
              ? t("No canned responses yet. Add one under Settings, Canned responses.")
              : t("No canned response has this name")}
          </p>
        )}
      </div>
      {shown && (
        <div class="popup-preview scroll">
          <h3>{t("Preview")}</h3>
          <p dir="auto">
            {fill(shown.text, subject).map((piece, n) =>
              piece.isFilled ? (
                <span class="filled" key={n}>
                  {piece.text}
                </span>
              ) : (
                piece.text
              ),
            )}
          </p>
          <p class="hint">{t("Nothing you typed is replaced.")}</p>
        </div>
      )}
    </div>
  );
}

/** The agents who may see a chat, and who can therefore be mentioned in its notes. */
export function readers(desk: Desk, chat: { assignee: number | null; department: number | null }) {
  const { agents, agentsSeeAll } = desk.team.value;
  const members = new Set(desk.department(chat.department)?.agents ?? []);
  return agents.filter(it => {
    if (it.active === false) return false;
    if (chat.assignee === null || chat.assignee === it.id || members.has(it.id)) return true;
    return it.role === "agent" ? agentsSeeAll : it.role !== "agentChatOnly";
  });
}

export function Mentions(props: {
  desk: Desk;
  thread: Thread;
  typed: string;
  keys: KeyTaker;
  pick: (text: string) => void;
}) {
  const { desk, thread, typed, keys, pick } = props;
  const sought = typed.toLowerCase();
  const chat = thread.chat.value ?? { assignee: null, department: null };
  const found = readers(desk, chat)
    .filter(it => it.id !== desk.me.agent.id && it.name.toLowerCase().includes(sought))
    .slice(0, 8);
  const take = (it: { name: string }) => pick(`@[${it.name}] `);
  const { chosen, setChosen, isShut } = useChoice(found, keys, take, typed);
  if (isShut || found.length === 0) return null;
  return (
    <div class="popup">
      <div class="popup-list popup-names scroll" role="listbox" aria-label={t("Colleagues")}>
        {found.map((it, n) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text
          // biome-ignore lint/a11y/useKeyWithClickEvents: the composer takes keys
          <div
            key={it.id}
            class="menu-item"
            role="option"
            aria-selected={n === chosen}
            onPointerMove={() => n !== chosen && setChosen(n)}
            onClick={() => take(it)}
          >
            <Face id={it.id} name={it.name} size={20} />
            <span class="menu-text">
              <bdi>{it.name}</bdi>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
