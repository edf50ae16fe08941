// The search for chats and customers that the agent may see. The layout has room for messages as
// further results.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Facets, hits, type Match, matches, NO_FACETS } from "../core/found.ts";
import { plain } from "../core/markdown.ts";
import { chatsPath, go, type Route, searchPath } from "../core/router.ts";
import type { Customer } from "../core/shapes.ts";
import { Avatar, Button, Tag } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { moment, whole } from "../ui/time.ts";
import type { Desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { customerName, statusName } from "./names.ts";
import { SaveView } from "./save-view.tsx";
import { FacetFields, type Results, resultsOf } from "./search-facets.tsx";
import { t, words } from "./words.ts";

/** Says how much was found, and leaves out what was not: 1 customer, 2 chats. */
function totals({ customersTotal, total }: Results): string {
  const parts: string[] = [];
  if (customersTotal > 0) parts.push(t("{n} customers", { n: customersTotal }));
  if (total > 0) parts.push(t("{n} chats", { n: total }));
  return new Intl.ListFormat(words.language.value, { type: "unit" }).format(parts);
}

/**
 * Returns true if a text is long enough for a search. Single letters would match half of all names.
 */
const isEnough = (text: string) => text.length >= 2 || /\d/.test(text);

export function SearchPage({ desk, at }: { desk: Desk; at: Extract<Route, { page: "search" }> }) {
  const [typed, setTyped] = useState(at.q);
  const [found, setFound] = useState<Results | null>(null);
  const [wrong, setWrong] = useState("");
  const [isSaving, setSaving] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { status, department } = at;
  const facets: Facets = { status, department };
  /** The search text that the page's URL and the field last had in common. */
  const told = useRef(at.q);
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => {
    // Somebody went elsewhere. What follows the typing itself is behind it.
    if (told.current !== at.q) setTyped(at.q);
    told.current = at.q;
  }, [at.q]);
  useEffect(() => {
    const stop = new AbortController();
    const search = () => {
      if (told.current !== typed) {
        told.current = typed;
        go(searchPath(typed, facets), true);
      }
      const text = typed.trim();
      if (!isEnough(text)) return setFound(null);
      resultsOf(desk, text, facets, stop.signal).then(
        it => {
          if (stop.signal.aborted) return;
          setFound(it);
          setWrong("");
        },
        failure => !stop.signal.aborted && setWrong(sentence(failure)),
      );
    };
    const timer = setTimeout(search, 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [desk, typed, status, department]);
  const mark = (text: string) => <Marked text={text} asked={typed} />;
  const n = found ? found.total + found.customersTotal : 0;
  const isNarrowed = status !== "" || department !== "";
  const text = typed.trim();
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
            placeholder={t("Names, addresses, companies, notes, tags, chat numbers")}
            value={typed}
            onInput={event => setTyped(event.currentTarget.value)}
          />
          {typed && (
            <Button size="bar" icon="close" label={t("Clear")} onClick={() => setTyped("")} />
          )}
        </div>
        <span class="spring" />
        <Button
          class="search-save"
          icon="star"
          off={isEnough(text) ? undefined : t("Enter what the view searches for")}
          onClick={() => setSaving(true)}
        >
          <span>{t("Save as view")}</span>
        </Button>
      </header>
      {isSaving && (
        <SaveView desk={desk} text={text} facets={facets} close={() => setSaving(false)} />
      )}
      <div class="page-scroll scroll">
        <div class={found && (n > 0 || isNarrowed) ? "search-body" : "search-alone"}>
          {found && (n > 0 || isNarrowed) && (
            <FacetFields desk={desk} q={typed} now={facets} found={found} />
          )}
          <div class="search-found" aria-live="polite">
            {wrong && (
              <p class="wrong">
                <Icon name="warning" /> {wrong}
              </p>
            )}
            {found && n > 0 && (
              <p class="search-total quiet-text">
                {words.pieces("{what} that you may see", {
                  what: <strong class="num">{totals(found)}</strong>,
                })}
              </p>
            )}
            {found && n === 0 && (
              <div class="empty">
                <h2>{t("Nothing found for “{text}”", { text })}</h2>
                <p>{t("Searched: what is known of customers, notes, tags, and chat numbers.")}</p>
                {isNarrowed ? (
                  <Button onClick={() => go(searchPath(typed, NO_FACETS), true)}>
                    {t("Clear the filters")}
                  </Button>
                ) : (
                  <Button onClick={() => setTyped("")}>{t("Clear the search")}</Button>
                )}
              </div>
            )}
            {!found && !wrong && (
              <div class="empty">
                <h2>{t("What are you looking for?")}</h2>
                <p>{t("Searched: what is known of customers, notes, tags, and chat numbers.")}</p>
              </div>
            )}
            {found && <Customers all={found.customers} asked={found.text} mark={mark} />}
            {found && <Chats desk={desk} found={found} mark={mark} />}
          </div>
        </div>
      </div>
    </main>
  );
}

type Mark = (text: string) => ReturnType<typeof Marked>;

function Marked({ text, asked }: { text: string; asked: string }) {
  return (
    <>{hits(text, asked).map((part, n) => (n % 2 === 1 ? <mark key={n}>{part}</mark> : part))}</>
  );
}

/** The maximal number of fields that are shown as the reason why a customer was found. */
const MATCHES_MAX = 3;
/**
 * The maximal number of characters that are shown before a hit, so that the hit in a long text is
 * visible.
 */
const BEFORE_HIT_MAX = 32;

/** The fields in which a customer was found, other than the name and the e-mail address. */
function Why(props: { customer: Customer | undefined; asked: string; most: number; mark: Mark }) {
  const { customer, asked, most, mark } = props;
  if (!customer) return null;
  const labels: Record<Match["field"], () => string> = {
    channel: () => t("ID in the channel"),
    city: () => t("City"),
    company: () => t("Company"),
    country: () => t("Country"),
    data: () => "",
    language: () => t("Language"),
    note: () => t("Note"),
    phone: () => t("Phone"),
    region: () => t("Region"),
    tag: () => t("Tag"),
    userId: () => t("User ID"),
  };
  const shown = (value: string) => {
    const before = hits(value, asked)[0] ?? "";
    // By characters: half of an emoji is none.
    const near = [...before].slice(-BEFORE_HIT_MAX).join("");
    return near.length < before.length ? `…${near}${value.slice(before.length)}` : value;
  };
  return (
    <>
      {matches(customer, asked)
        .slice(0, most)
        .map(it => (
          <p key={`${it.field} ${it.name} ${it.value}`} class="quiet-2 cut hit-why">
            {t("{name}:", { name: it.name || labels[it.field]() })}{" "}
            <bdi>{mark(shown(it.value))}</bdi>
          </p>
        ))}
    </>
  );
}

function Customers({ all, asked, mark }: { all: Customer[]; asked: string; mark: Mark }) {
  if (all.length === 0) return null;
  return (
    <section>
      <h2 class="search-title">{t("Customers")}</h2>
      <ul>
        {all.map(it => (
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
              <Why customer={it} asked={asked} most={MATCHES_MAX} mark={mark} />
            </div>
            <button type="button" class="link" onClick={() => go(chatsPath(`c-${it.id}`))}>
              {t("All chats")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Chats({ desk, found, mark }: { desk: Desk; found: Results; mark: Mark }) {
  const { chats: all, people, text } = found;
  const language = words.language.value;
  if (all.length === 0) return null;
  return (
    <section>
      <h2 class="search-title">{t("Chats")}</h2>
      <ul>
        {all.map(row => (
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
                <Why customer={people.get(row.customer.id)} asked={text} most={1} mark={mark} />
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
                    {moment(row.lastMessageAt, desk.nowS.value, language)}
                  </time>
                )}
                <span class="quiet-text">{statusName(row.status)}</span>
              </p>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
