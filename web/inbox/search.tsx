// The search for chats and customers that the agent may see. The layout has room for messages as
// further results.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { plain } from "../core/markdown.ts";
import { chatsPath, go, type Route, searchPath } from "../core/router.ts";
import { Avatar, Button, Tag } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { Marked, marksOf } from "../ui/message.tsx";
import { moment, whole } from "../ui/time.ts";
import { statusName } from "./act-menus.tsx";
import type { Desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { customerName } from "./names.ts";
import { type Found, search } from "./server.ts";
import { t, words } from "./words.ts";

export function SearchPage({ desk, at }: { desk: Desk; at: Extract<Route, { page: "search" }> }) {
  const [typed, setTyped] = useState(at.q);
  const [found, setFound] = useState<Found | null>(null);
  const [wrong, setWrong] = useState("");
  const field = useRef<HTMLInputElement>(null);
  /** The search text at the last time when the page's URL and the field agreed. */
  const told = useRef(at.q);
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => {
    // Somebody went elsewhere. What follows the typing itself is behind it.
    if (told.current !== at.q) setTyped(at.q);
    told.current = at.q;
  }, [at.q]);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      told.current = typed;
      if (typed !== at.q) go(searchPath(typed), true);
      const text = typed.trim();
      // One letter is in half of all names; one digit may be a chat's number.
      if (text.length < 2 && !/\d/.test(text)) return setFound(null);
      search(text, stop.signal).then(
        it => {
          setFound(it);
          setWrong("");
        },
        failure => !stop.signal.aborted && setWrong(sentence(failure)),
      );
    }, 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed, at.q]);
  const marks = marksOf(typed);
  const mark = (text: string) => (marks ? <Marked text={text} marks={marks} /> : text);
  const language = words.language.value;
  const now = desk.nowS.value;
  const n = found ? found.chats.length + found.customers.length : 0;
  return (
    <main class="page" id="main">
      <h1 class="sr">{t("Search")}</h1>
      <header class="search-head">
        <div class="search-field">
          <Icon name="search" size={20} />
          <input
            ref={field}
            class="palette-field"
            type="search"
            aria-label={t("Search")}
            placeholder={t("Names, e-mail addresses, phone numbers, chat numbers")}
            value={typed}
            onInput={event => setTyped(event.currentTarget.value)}
          />
          {typed && (
            <Button size="bar" icon="close" label={t("Clear")} onClick={() => setTyped("")} />
          )}
        </div>
      </header>
      <div class="page-scroll scroll">
        <div class="search-found" aria-live="polite">
          {wrong && (
            <p class="wrong">
              <Icon name="warning" /> {wrong}
            </p>
          )}
          {found && n > 0 && (
            <p class="search-total">
              <strong class="num">{t("{n} results", { n })}</strong>{" "}
              <span class="quiet-text">{t("of the chats you may see")}</span>
            </p>
          )}
          {found && n === 0 && (
            <div class="empty">
              <h2>{t("Nothing found for “{text}”", { text: typed.trim() })}</h2>
              <p>{t("Searched: names, addresses, phone numbers, user IDs and chat numbers.")}</p>
              <Button onClick={() => setTyped("")}>{t("Clear the search")}</Button>
            </div>
          )}
          {!found && !wrong && (
            <div class="empty">
              <h2>{t("What are you looking for?")}</h2>
              <p>{t("Searched: names, addresses, phone numbers, user IDs and chat numbers.")}</p>
            </div>
          )}
          {found && found.customers.length > 0 && (
            <section>
              <h2 class="search-title">{t("Customers")}</h2>
              <ul>
                {found.customers.map(it => (
                  <li key={it.id} class="hit">
                    <Avatar id={it.id} name={it.name || it.email} kind="customer" />
                    <div class="hit-text">
                      <p>
                        <strong>
                          <bdi>{mark(customerName(it))}</bdi>
                        </strong>
                      </p>
                      {it.email && (
                        <p class="quiet-2">
                          <bdi>{mark(it.email)}</bdi>
                        </p>
                      )}
                    </div>
                    <button type="button" class="link" onClick={() => go(chatsPath(`c-${it.id}`))}>
                      {t("All chats")}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {found && found.chats.length > 0 && (
            <section>
              <h2 class="search-title">{t("Chats")}</h2>
              <ul>
                {found.chats.map(row => (
                  <li key={row.id}>
                    <a class="hit hit-link" href={chatsPath("everything", row.id)}>
                      <Avatar
                        id={row.customer.id}
                        name={row.customer.name || (row.customer.email ?? null)}
                        kind="customer"
                      />
                      <div class="hit-text">
                        <p>
                          <strong>
                            <bdi>{mark(customerName(row.customer))}</bdi>
                          </strong>
                        </p>
                        <p class="aligned" dir="auto">
                          {mark(row.preview ? plain(row.preview) : "")}
                        </p>
                        <p class="row-more">
                          {desk.department(row.department)?.name}
                          {row.tags.slice(0, 3).map(tag => (
                            <Tag key={tag.name} name={tag.name} />
                          ))}
                        </p>
                      </div>
                      <p class="hit-end">
                        {row.lastMessageAt && (
                          <time title={whole(row.lastMessageAt, language)}>
                            {moment(row.lastMessageAt, now, language)}
                          </time>
                        )}
                        <span class="quiet-text">{statusName(row.status)}</span>
                      </p>
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </main>
  );
}
