// The access of other parts of the page to the visible composer.

export interface ComposerBox {
  focus(mode: "reply" | "note"): void;
  insert(text: string): void;
  canned(): void;
}

export const composer: { current: ComposerBox | null } = { current: null };

export function insertText(text: string): void {
  composer.current?.insert(text);
}
