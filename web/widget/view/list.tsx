/** The list of the visitor's chats. */

import type { JSX } from "preact";
import { plain } from "../../core/markdown";
import { Avatar } from "./header";
import style from "./list.css?inline";
import { known, short } from "./say";
import { wear } from "./wear";

wear(style);

export function List(): JSX.Element {
  const { app, s, t } = known();
  return (
    <main class="list">
      <ul>
        {s.chats.map(chat => {
          const agent = s.config.showsAgents ? chat.agent : null;
          return (
            <li key={chat.id}>
              <button
                type="button"
                class={chat.unread ? "row new" : "row"}
                onClick={() => app.go({ chat: chat.id })}
              >
                <Avatar of={agent} />
                <span class="name">
                  <bdi>{agent?.name || s.config.title || t("chat")}</bdi>
                </span>
                <time>{chat.last ? short(chat.last.at, s.language) : ""}</time>
                <span class="said" dir="auto">
                  {plain(chat.last?.text ?? "")}
                </span>
                {chat.unread ? (
                  <span class="badge">
                    <span aria-hidden="true">{chat.unread}</span>
                    <span class="hidden">{t("unread", { n: chat.unread })}</span>
                  </span>
                ) : null}
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" class="primary" onClick={() => app.go({ chat: null })}>
        {t("start")}
      </button>
    </main>
  );
}
