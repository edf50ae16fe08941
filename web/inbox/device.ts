// How this device shows the pages: theme, language, density, keys, sounds. Kept on the device alone.

import { computed, effect, signal } from "@preact/signals";
import { chosen, isLanguage, type Language } from "../ui/words.ts";

export interface Settings {
  theme: "system" | "light" | "dark";
  language: Language | "system";
  density: "comfortable" | "compact";
  singleKeys: boolean;
  /** Whether Enter alone sends; else it takes Ctrl. */
  enterSends: boolean;
  listWidth: number;
  isPanelOpen: boolean;
  sound: boolean;
  desktop: boolean;
  quietFrom: string;
  quietTo: string;
  quiet: boolean;
}

const KEY = "deskbell:device";

const DEFAULTS: Settings = {
  theme: "system",
  language: "system",
  density: "comfortable",
  singleKeys: true,
  enterSends: false,
  listWidth: 368,
  isPanelOpen: true,
  sound: true,
  desktop: false,
  quietFrom: "20:00",
  quietTo: "08:00",
  quiet: false,
};

function read(): Settings {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Settings>) };
  } catch {
    return DEFAULTS;
  }
}

export const device = signal<Settings>(read());

export function set(change: Partial<Settings>): void {
  device.value = { ...device.value, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(device.value));
  } catch {
    // It lasts as long as the page.
  }
}

export function language(): Language {
  const { language } = device.value;
  return isLanguage(language) ? language : chosen(navigator.languages);
}

/** Follows the choice of a theme, and the system's. */
export function followTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = signal(dark.matches);
  dark.addEventListener("change", () => {
    isDark.value = dark.matches;
  });
  effect(() => {
    const { theme, density } = device.value;
    const shown = theme === "system" ? (isDark.value ? "dark" : "light") : theme;
    document.documentElement.dataset["theme"] = shown;
    document.documentElement.dataset["density"] = density;
  });
}

/** Whether the keyboard is a Mac's. */
export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
export const MOD = isMac ? "⌘" : "Ctrl";

/** Whether the customer panel has a column of its own; elsewhere it lies over the thread. */
const hasColumn = signal(true);

/** Follows the width of the window. */
export function followWidth(): void {
  const column = matchMedia("(width >= 85em)");
  const follow = () => {
    hasColumn.value = column.matches;
  };
  column.addEventListener("change", follow);
  follow();
}

/** Whether the panel was pulled over the thread. A page begins without it. */
const isPanelOver = signal(false);

/** Whether the customer panel is shown beside a chat. */
export const isPanelShown = computed(() =>
  hasColumn.value ? device.value.isPanelOpen : isPanelOver.value,
);

export function showPanel(isShown: boolean): void {
  if (hasColumn.value) set({ isPanelOpen: isShown });
  else isPanelOver.value = isShown;
}
