// A swipe along a row on a touch screen: towards the end, or towards the start.

import { useRef } from "preact/hooks";

const FAR = 88;

export function useSwipe(acts: { start: () => void; end: () => void }) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const moved = useRef(0);
  const show = (row: HTMLElement, by: number) => {
    row.style.setProperty("--swipe", `${by}px`);
    row.classList.toggle("row-swiped", by !== 0);
  };
  return {
    onTouchStart(event: TouchEvent) {
      const touch = event.touches[0];
      from.current = touch ? { x: touch.clientX, y: touch.clientY } : null;
      moved.current = 0;
    },
    onTouchMove(event: TouchEvent) {
      const touch = event.touches[0];
      if (!touch || !from.current) return;
      const by = touch.clientX - from.current.x;
      if (Math.abs(touch.clientY - from.current.y) > 24 && moved.current === 0) {
        from.current = null;
        return;
      }
      if (Math.abs(by) < 12) return;
      moved.current = Math.max(-140, Math.min(140, by));
      show(event.currentTarget as HTMLElement, moved.current);
    },
    onTouchEnd(event: TouchEvent) {
      show(event.currentTarget as HTMLElement, 0);
      const isRtl = document.documentElement.dir === "rtl";
      const by = isRtl ? -moved.current : moved.current;
      if (by <= -FAR) acts.start();
      if (by >= FAR) acts.end();
      from.current = null;
      moved.current = 0;
    },
  };
}
