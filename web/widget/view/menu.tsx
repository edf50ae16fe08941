/** The menu in the window's head, with switches for the sound and a button for a new chat. */

import type { JSX } from "preact";
import { Escape } from "./escape";
import style from "./menu.css?inline";
import { known } from "./say";
import { wear } from "./wear";

wear(style);

export function Menu({ chat, close }: { chat: number | null; close(): void }): JSX.Element {
  const { app, s, t } = known();
  const choose = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <div id="menu" class="menu">
      <Escape close={close} />
      <button type="button" onClick={choose(() => app.core.mute(!s.muted))}>
        {t(s.muted ? "soundOn" : "soundOff")}
      </button>
      {chat ? (
        <button type="button" onClick={choose(() => app.go({ chat: null }))}>
          {t("start")}
        </button>
      ) : null}
    </div>
  );
}
