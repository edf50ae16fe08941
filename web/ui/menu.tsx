// A menu: it opens beside its button, is used with arrows, letters or the pointer, closes on Escape
// or a click elsewhere, and returns the focus. With `find` it has a field that filters.

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

export interface Item {
  id: string;
  text: string;
  icon?: IconName;
  lead?: ComponentChildren;
  end?: ComponentChildren;
  isDanger?: boolean;
  isChosen?: boolean;
  /** The heading above this item. */
  title?: string;
  line?: boolean;
  act: () => void;
}

export interface MenuProps {
  anchor: { readonly current: HTMLElement | null };
  label: string;
  items: Item[] | ((typed: string) => Item[]);
  close: () => void;
  /** The placeholder of the filter field. Without a placeholder, the menu has no filter field. */
  find?: string;
  empty?: string;
  at?: "start" | "end";
}

const GAP = 4;
const EDGE = 8;

export function Menu({ anchor, label, items, close, find, empty, at = "start" }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const shown =
    typeof items === "function"
      ? items(typed)
      : items.filter(it => it.text.toLowerCase().includes(typed.trim().toLowerCase()));

  useLayoutEffect(() => {
    const menu = box.current;
    const from = anchor.current?.getBoundingClientRect();
    if (!menu || !from) return;
    const { width, height } = menu.getBoundingClientRect();
    const isEnd = (at === "end") !== (document.documentElement.dir === "rtl");
    const left = isEnd ? from.right - width : from.left;
    const below = from.bottom + GAP;
    const top =
      below + height > innerHeight - EDGE ? Math.max(EDGE, from.top - GAP - height) : below;
    // At once: what is typed next belongs to the menu.
    (menu.querySelector<HTMLElement>("input") ?? menu).focus();
    menu.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
    menu.style.top = `${top}px`;
  }, [anchor, at]);

  useLayoutEffect(() => {
    const menu = box.current;
    const opener = anchor.current;
    const away = (event: PointerEvent) => {
      const to = event.target as Node;
      if (!menu?.contains(to) && !opener?.contains(to)) close();
    };
    document.addEventListener("pointerdown", away, true);
    return () => {
      document.removeEventListener("pointerdown", away, true);
      if (menu?.contains(document.activeElement) || document.activeElement === document.body) {
        opener?.focus();
      }
    };
  }, [anchor, close]);

  useEffect(() => {
    box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const pick = (item: Item | undefined) => {
    if (!item) return;
    close();
    item.act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      setChosen((chosen + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === "Home" && !find) {
      setChosen(0);
    } else if (event.key === "End" && !find) {
      setChosen(shown.length - 1);
    } else if (event.key === "Enter" || (event.key === " " && !find)) {
      pick(shown[chosen]);
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Tab") {
      close();
      return;
    } else if (!find && event.key.length === 1) {
      const next = shown.findIndex(it => it.text.toLowerCase().startsWith(event.key.toLowerCase()));
      if (next >= 0) setChosen(next);
    } else {
      if (find) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const id = "menu";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of its list are handled here
    <div ref={box} class="menu scroll" tabIndex={-1} onKeyDown={onKeyDown}>
      {find !== undefined && (
        <div class="menu-field">
          <input
            class="field"
            role="combobox"
            aria-expanded="true"
            aria-controls={id}
            aria-activedescendant={shown[chosen] ? `${id}-${chosen}` : undefined}
            aria-label={label}
            placeholder={find}
            value={typed}
            autocomplete="off"
            onInput={event => {
              setTyped(event.currentTarget.value);
              setChosen(0);
            }}
          />
        </div>
      )}
      <div role="listbox" id={id} aria-label={label}>
        {shown.map((item, n) => (
          <div key={item.id} role="presentation">
            {item.line && <div class="menu-line" role="presentation" />}
            {item.title && (
              <div class="menu-title" role="presentation">
                {item.title}
              </div>
            )}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the menu */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the menu handles keys */}
            <div
              id={`${id}-${n}`}
              role="option"
              aria-selected={n === chosen}
              class={`menu-item${item.isDanger ? " menu-danger" : ""}`}
              onClick={() => pick(item)}
              onPointerMove={() => n !== chosen && setChosen(n)}
            >
              {item.lead ?? (item.icon && <Icon name={item.icon} />)}
              <span class="menu-text cut" dir="auto">
                {item.text}
              </span>
              {item.isChosen && <Icon name="check" />}
              {item.end && <span class="menu-end num">{item.end}</span>}
            </div>
          </div>
        ))}
        {shown.length === 0 && <p class="menu-empty">{empty}</p>}
      </div>
    </div>
  );
}
