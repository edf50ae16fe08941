// The settings of this device: theme, language, density, keys, sounds. Only the device stores them.

import { computed, effect, signal } from "@preact/signals";
import { chosen, isLanguage, type Language } from "../ui/words.ts";

export interface Settings {
  theme: "system" | "light" | "dark";
  language: Language | "system";
  density: "comfortable" | "compact";
  singleKeys: boolean;
  /** True if Enter sends a message; false if only Ctrl and Enter do. */
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

/** Applies the chosen theme, and follows the theme of the system. */
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

/** True on Apple's devices, whose keyboards have a Command key. */
export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
export const MOD = isMac ? "⌘" : "Ctrl";

/**
 * True if the window is wide enough for the customer panel as a separate column. In a narrower
 * window, the panel covers the thread.
 */
const hasColumn = signal(true);

export function followWidth(): void {
  const column = matchMedia("(width >= 85em)");
  const follow = () => {
    hasColumn.value = column.matches;
  };
  column.addEventListener("change", follow);
  follow();
}

/**
 * True if the customer panel was opened in a window that hides the panel by default: a narrow
 * window, or a window with compact rows. False when a page is opened.
 */
const isPanelOnTop = signal(false);

/** True if the window shows the customer panel by default. */
const hasRoom = computed(() => hasColumn.value && device.value.density === "comfortable");

/** True if the customer panel is shown. */
export const isPanelShown = computed(() =>
  hasRoom.value ? device.value.isPanelOpen : isPanelOnTop.value,
);

export function showPanel(isShown: boolean): void {
  if (hasRoom.value) set({ isPanelOpen: isShown });
  else isPanelOnTop.value = isShown;
}
