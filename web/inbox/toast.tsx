// The report of the last action, with a button to undo it: one at a time, for ten seconds, or
// longer while the pointer is on it.

import { useEffect, useRef } from "preact/hooks";
import { chatsPath, go, route } from "../core/router.ts";
import { Button, Keys } from "../ui/controls.tsx";
import type { Desk } from "./desk.ts";
import { t } from "./words.ts";

const SHOWN_MS = 10_000;

export function Toasts({ desk }: { desk: Desk }) {
  const toast = desk.toast.value;
  const left = useRef(SHOWN_MS);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const began = useRef(0);
  const run = () => {
    began.current = Date.now();
    timer.current = setTimeout(() => {
      if (desk.toast.value?.id === toast?.id) desk.toast.value = null;
    }, left.current);
  };
  const rest = () => {
    clearTimeout(timer.current);
    left.current -= Date.now() - began.current;
  };
  useEffect(() => {
    if (!toast) return;
    left.current = SHOWN_MS;
    run();
    return () => clearTimeout(timer.current);
  }, [toast?.id]);
  return (
    <div role="status" aria-live="polite">
      {toast && (
        <div class="toast" key={toast.id} onPointerEnter={rest} onPointerLeave={run}>
          <span class="toast-text">{toast.text}</span>
          {toast.undo ? (
            <button type="button" class="toast-do" onClick={() => undoTold(desk)}>
              {t("Undo")} <Keys keys={["Z"]} />
            </button>
          ) : toast.chat !== null ? (
            <button type="button" class="toast-do" onClick={() => open(desk)}>
              {t("Open")}
            </button>
          ) : (
            <Button
              icon="close"
              label={t("Close#message")}
              onClick={() => {
                desk.toast.value = null;
              }}
            />
          )}
          <span class="toast-line" />
        </div>
      )}
    </div>
  );
}

/** Opens the chat that the toast is about. */
function open(desk: Desk): void {
  const chat = desk.toast.value?.chat ?? null;
  if (chat === null) return;
  desk.toast.value = null;
  const at = route.value;
  go(chatsPath(at.page === "chats" ? at.view : "mine", chat));
}

/**
 * Undoes the last action, even before the server has answered the action. Does nothing while an
 * action is being undone.
 */
export function undo(desk: Desk): void {
  const changes = [...desk.underWay];
  if (changes.length === 0) undoTold(desk);
  else if (!changes.some(it => it.isTakenBack)) changes.at(-1)?.takeBack();
}

/** Undoes the action that the toast reports. */
function undoTold(desk: Desk): void {
  const back = desk.toast.value?.undo;
  if (!back) return;
  desk.toast.value = null;
  void back();
}
