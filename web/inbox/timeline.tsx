// A customer's activity on the site: the current page, and the newest events.

import { address } from "../core/markdown.ts";
import type { Customer } from "../core/shapes.ts";
import { clock, day, sameDay, whole } from "../ui/time.ts";
import type { Desk } from "./desk.ts";
import type { CustomerEvent } from "./server.ts";
import { t, words } from "./words.ts";

export function Timeline(props: {
  desk: Desk;
  customer: Customer;
  events: CustomerEvent[];
  isOn: boolean;
}) {
  const { desk, customer, events, isOn } = props;
  const language = words.language.value;
  const rows = events
    .slice(0, 8)
    .map(event => ({ key: `e${event.id}`, at: event.createdAt, event }));
  const page = customer.lastPage ? address(customer.lastPage) : null;
  return (
    <ul class="timeline">
      {customer.lastPage && (
        <li key="page">
          <time class="num">{customer.lastSeen ? clock(customer.lastSeen, language) : ""}</time>
          <span class={isOn ? "timeline-dot timeline-now" : "timeline-dot"} />
          <span class="cut">
            {t("Reads")}{" "}
            {page ? (
              <a
                href={page.href}
                title={page.href}
                target="_blank"
                rel="noopener noreferrer nofollow"
              >
                <bdi>
                  {new URL(page.href).pathname === "/" ? page.host : new URL(page.href).pathname}
                </bdi>
              </a>
            ) : (
              <bdi>{customer.lastPage}</bdi>
            )}
          </span>
        </li>
      )}
      {rows.map(({ key, at, event }) => (
        <li key={key}>
          <time class="num" title={whole(at, language)}>
            {sameDay(at, desk.nowS.value)
              ? clock(at, language)
              : day(at, desk.nowS.value, language)}
          </time>
          <span class="timeline-dot" />
          <code class="cut aligned" title={JSON.stringify(event.data)}>
            {event.name}
          </code>
        </li>
      ))}
    </ul>
  );
}
