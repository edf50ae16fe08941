// Opens the palette.

import { signal } from "@preact/signals";
import type { Desk } from "./desk.ts";
import { Palette } from "./palette.tsx";

const opened = signal<string | null>(null);

export function openPalette(typed = ""): void {
  opened.value = typed;
}

export function PaletteHost({ desk }: { desk: Desk }) {
  if (opened.value === null) return null;
  const close = () => {
    opened.value = null;
  };
  return <Palette desk={desk} typed={opened.value} close={close} />;
}
