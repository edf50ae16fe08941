/** The texts of the rarely used parts of the view, loaded together with these parts. */

import type { Language } from "./languages";
import type { More } from "./more/en";

const load: Record<Language, () => Promise<{ default: More }>> = {
  en: () => import("./more/en"),
  de: () => import("./more/de"),
  es: () => import("./more/es"),
  fr: () => import("./more/fr"),
  pl: () => import("./more/pl"),
  uk: () => import("./more/uk"),
  ar: () => import("./more/ar"),
};

/** The texts of the rarely used parts of the view, in one language. */
export const moreOf = (language: Language): Promise<More> =>
  load[language]().then(it => it.default);
