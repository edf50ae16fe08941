// The facets beside the results of a search, with their counts.

import { type Choice, choices, type Facets, foundView } from "../core/found.ts";
import { viewKey } from "../core/list.ts";
import { go, searchPath } from "../core/router.ts";
import type { ChatRow, Customer } from "../core/shapes.ts";
import type { Desk } from "./desk.ts";
import { askList, search } from "./server.ts";
import { t, words } from "./words.ts";

/**
 * The maximal number of departments that are offered, since the chats of each department are
 * counted.
 */
const DEPARTMENTS_MAX = 20;

export interface Results {
  /** The search text. */
  text: string;
  now: Facets;
  /** The first customers found; empty if the search is narrowed, since customers have no status. */
  customers: Customer[];
  /** The number of customers found. */
  customersTotal: number;
  /** The customers found, by their ids. */
  people: ReadonlyMap<number, Customer>;
  chats: ChatRow[];
  /** The number of chats found. Only the first chats are in `chats`. */
  total: number;
  /** The number of chats of each choice, by the key of the choice's view. */
  counts: ReadonlyMap<string, number>;
}

const departmentsOf = (desk: Desk) =>
  desk.team.value.departments.slice(0, DEPARTMENTS_MAX).map(it => it.id);

/** Searches for a text, and counts the choices that narrow the search. */
export async function resultsOf(
  desk: Desk,
  text: string,
  now: Facets,
  signal: AbortSignal,
): Promise<Results> {
  const isNarrowed = now.status !== "" || now.department !== "";
  const offered = choices(text, now, departmentsOf(desk));
  const views = [...offered.statuses, ...offered.departments].map(it => it.view);
  const view = foundView(text, now);
  const at = { offset: 0 };
  const [window, people] = await Promise.all([
    askList({ view, sort: "activity", at, limit: 50, counts: views }, signal),
    search(text, signal).catch(failure => {
      // Of a narrowed search, only the lines that say why come from it.
      if (!isNarrowed) throw failure;
      return { customers: [], customersTotal: 0, numbered: [] };
    }),
  ]);
  // Who types a number may mean a chat.
  const numbered = isNarrowed ? [] : people.numbered;
  const more = numbered.filter(row => !window.rows.some(it => it.id === row.id));
  return {
    text,
    now,
    customers: isNarrowed ? [] : people.customers,
    customersTotal: isNarrowed ? 0 : people.customersTotal,
    people: new Map(people.customers.map(it => [it.id, it] as const)),
    chats: [...more, ...window.rows],
    total: window.total + more.length,
    counts: new Map(views.map((view, n) => [viewKey(view), window.counts[n] ?? 0])),
  };
}

/** Each facet as a group of choices, of which one is chosen. */
export function FacetFields(props: { desk: Desk; q: string; now: Facets; found: Results }) {
  const { desk, q, now, found } = props;
  const { statuses, departments } = choices(found.text, found.now, departmentsOf(desk));
  const names: Record<string, string> = {
    "": t("All#facet"),
    open: t("Open#facet"),
    snoozed: t("Snoozed"),
    closed: t("Closed"),
    none: t("No department"),
  };
  const count = (it: Choice) => found.counts.get(viewKey(it.view)) ?? 0;
  const name = (key: string) => names[key] ?? desk.department(Number(key))?.name ?? "";
  const field = (kind: keyof Facets, title: string, all: Choice[]) => (
    <fieldset class="facets">
      <legend class="label">{title}</legend>
      {all.map(it => (
        <label key={it.facets[kind]} class="facet">
          <input
            type="radio"
            name={kind}
            checked={it.facets[kind] === now[kind]}
            onChange={() => go(searchPath(q, { ...now, [kind]: it.facets[kind] }), true)}
          />
          <span class="cut" dir="auto">
            {name(it.facets[kind])}
          </span>
          <span class="num quiet-text">{count(it).toLocaleString(words.language.value)}</span>
        </label>
      ))}
    </fieldset>
  );
  // A department without hits is no choice, unless it is the one.
  const shown = departments.filter(
    it => it.facets.department === "" || it.facets.department === now.department || count(it) > 0,
  );
  return (
    <div class="search-facets">
      {field("status", t("Status"), statuses)}
      {shown.length > 2 || now.department !== ""
        ? field("department", t("Department"), shown)
        : null}
    </div>
  );
}
