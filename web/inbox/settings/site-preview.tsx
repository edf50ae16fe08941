// A preview of the widget, which is drawn again after every change. Nothing in it can be clicked.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { palette } from "../../ui/colour.ts";
import { Bell, Icon } from "../../ui/icon.tsx";
import { isRightToLeft } from "../../ui/words.ts";
import { Face } from "../face.tsx";
import { t, words } from "../words.ts";
import { asked, type Formed, type Look, repliedTo } from "./site-look.tsx";

type Scene = "chat" | "preChat" | "offline";

/** The scale at which the preview draws distances. */
const SCALE = 0.5;
const DISTANCE_MAX = 64;

export function Preview({ look, agent }: { look: Look; agent: { id: number; name: string } }) {
  const box = useRef<HTMLDivElement>(null);
  const [wanted, setScene] = useState<Scene>("chat");
  const scenes: [Scene, string][] = [["chat", t("In a chat")]];
  if (look.preChat.enabled) scenes.push(["preChat", t("Before a chat")]);
  if (look.offline.enabled) scenes.push(["offline", t("Nobody is there")]);
  const scene = scenes.some(([it]) => it === wanted) ? wanted : "chat";
  useLayoutEffect(() => {
    const style = box.current?.style;
    const isDark = document.documentElement.dataset["theme"] === "dark";
    const away = (px: number) => `${Math.max(0, Math.min(DISTANCE_MAX, px * SCALE))}px`;
    // The tokens of the widget, inside of the picture.
    for (const [name, value] of Object.entries(palette(look.color, isDark)))
      style?.setProperty(name, value);
    style?.setProperty("--site-x", away(look.offsetX));
    style?.setProperty("--site-y", away(look.offsetY));
  });
  const who = scene === "chat" && look.showsAgents ? agent : null;
  return (
    <div class="look-beside">
      {scenes.length > 1 && (
        <div class="look-scenes" role="tablist" aria-label={t("Preview")}>
          {scenes.map(([it, text]) => (
            <button
              key={it}
              type="button"
              role="tab"
              class="composer-mode"
              aria-selected={it === scene}
              onClick={() => setScene(it)}
            >
              {text}
            </button>
          ))}
        </div>
      )}
      <div
        ref={box}
        class={`look-page look-${look.position}`}
        dir="ltr"
        role="img"
        aria-label={t("The widget as it will look")}
      >
        <div class="look-place">
          <div class="look-window" dir={isRightToLeft(words.language.value) ? "rtl" : "ltr"}>
            <div class="look-head">
              {who ? (
                <Face id={who.id} name={who.name} size={24} />
              ) : (
                <span class="look-desk">
                  <Bell size={16} />
                </span>
              )}
              <bdi class="strong cut">{who?.name ?? (look.title || t("Your chats"))}</bdi>
              <Icon name="close" />
            </div>
            {scene === "chat" && <Chat greeting={look.greeting} />}
            {scene === "preChat" && <Asks form={look.preChat} />}
            {scene === "offline" && <Asks form={repliedTo(look.offline)} />}
          </div>
        </div>
        <span class="look-button">
          <Icon name="bell" size={24} />
        </span>
      </div>
    </div>
  );
}

function Chat({ greeting }: { greeting: string }) {
  return (
    <>
      <div class="look-talk">
        {greeting && (
          <p class="look-theirs" dir="auto">
            {greeting}
          </p>
        )}
        <p class="look-mine">
          <i />
          <i />
        </p>
      </div>
      <p class="look-write">
        <span class="cut">{t("Write a message")}</span>
        <span class="look-send">
          <Icon name="send" />
        </span>
      </p>
    </>
  );
}

function Asks({ form }: { form: Formed }) {
  const names = new Map(asked());
  return (
    <div class="look-asks">
      {form.text && <p dir="auto">{form.text}</p>}
      {form.fields.map(it => (
        <p key={it.name} class="look-field">
          <span>
            {names.get(it.name) ?? it.name}
            {it.required && " *"}
          </span>
          <i />
        </p>
      ))}
      <p class="look-go">{t("Send")}</p>
    </div>
  );
}
