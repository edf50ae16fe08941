// Keyboard shortcuts, matched by letter, or by the key's position on keyboards without Latin
// letters. A sequence (`g` then `i`) is two keys within a second.

export interface Binding {
  /** The keys of the shortcut, such as `J`, `⇧U`, `G I`, `Mod K` or `Mod ⇧ ↵`. */
  keys: string;
  act: () => void;
  /** True if the shortcut also works in a text field. */
  inFields?: boolean;
}

const SEQUENCE_MS = 1_000;

/** The name of an event's key: its letter, or the letter at its position on a Latin keyboard. */
function keyOf(event: KeyboardEvent): string {
  const named: Record<string, string> = { Enter: "↵", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };
  const { key, code } = event;
  if (named[key]) return named[key];
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (key.length === 1 && key.charCodeAt(0) < 128) return key;
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  if (place) return place;
  return { BracketLeft: "[", Slash: "/", Period: "." }[code] ?? key;
}

/** The key combination of an event, in the notation of `Binding.keys`. */
export function chord(event: KeyboardEvent): string {
  const key = keyOf(event);
  const isLetter = /^[A-Z]$/.test(key) || key === "↵";
  const parts = [];
  if (event.metaKey || event.ctrlKey) parts.push("Mod ");
  if (event.altKey) parts.push("⌥");
  if (event.shiftKey && isLetter) parts.push("⇧");
  return parts.join("") + key;
}

function isInField(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return Boolean(
    element?.closest?.(
      "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]",
    ),
  );
}

export class KeyMap {
  private first = "";
  private firstAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly bindings: () => Binding[],
    private readonly areSingleOn: () => boolean,
    private readonly nowMs: () => number = () => Date.now(),
  ) {}

  /** Runs the action of a key; returns false if the key has no action. */
  press(event: KeyboardEvent): boolean {
    if (event.isComposing || event.defaultPrevented) return false;
    const pressed = chord(event);
    const isField = isInField(event.target);
    const isSingle = !pressed.startsWith("Mod ");
    const now = this.nowMs();
    const isSecond = this.first !== "" && now - this.firstAt < SEQUENCE_MS;
    const wanted = isSecond ? `${this.first} ${pressed}` : pressed;
    this.first = "";
    const all = this.bindings().filter(it => (isField ? it.inFields : true));
    if (isSingle && !isField && !this.areSingleOn() && pressed !== "Esc" && pressed !== "?")
      return false;
    const found = all.find(it => it.keys === wanted);
    if (found) {
      found.act();
      return true;
    }
    if (!isSecond && all.some(it => it.keys.startsWith(`${pressed} `))) {
      this.first = pressed;
      this.firstAt = now;
      return true;
    }
    return false;
  }
}
