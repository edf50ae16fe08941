// A few faces and signs; the keyboard of the system has the others.

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "./words.ts";

const FACES =
  "🙂 😊 😀 😅 😂 🙃 😉 😍 🤔 😕 😢 😮 😡 😴 🤷 🙏 👍 👎 👋 👏 💪 👌 ✌️ 🤝 ❤️ 💚 ⭐ 🎉 ✅ ❌ ⚠️ 💡 📦 🚚 🛒 💳 📞 ✉️ 📎 🔧".split(
    " ",
  );

export function EmojiMenu(props: {
  anchor: { readonly current: HTMLElement | null };
  pick: (text: string) => void;
  close: () => void;
}) {
  const { anchor, pick, close } = props;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const menu = box.current;
    const from = anchor.current?.getBoundingClientRect();
    if (!menu || !from) return;
    const { width, height } = menu.getBoundingClientRect();
    menu.style.top = `${Math.max(8, from.top - height - 4)}px`;
    menu.style.left = `${Math.max(8, Math.min(from.left, innerWidth - width - 8))}px`;
    menu.querySelector("button")?.focus();
  }, [anchor]);
  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close();
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, [close]);
  return (
    <div
      ref={box}
      class="menu emoji"
      role="dialog"
      aria-label={t("Emoji")}
      onKeyDown={event => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
        anchor.current?.focus();
      }}
    >
      {FACES.map(face => (
        <button
          type="button"
          key={face}
          onClick={() => {
            close();
            pick(face);
          }}
        >
          {face}
        </button>
      ))}
    </div>
  );
}
