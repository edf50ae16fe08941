// Parts of the customer panel: a value edited in place, the note, and the timeline.

import { useEffect, useRef, useState } from "preact/hooks";
import { sentence } from "../core/failures.ts";
import { address } from "../core/markdown.ts";
import type { Customer } from "../core/shapes.ts";
import { Button } from "../ui/controls.tsx";
import { clock, day, sameDay, whole } from "../ui/time.ts";
import type { Desk } from "./desk.ts";
import { customerName } from "./row.tsx";
import { type CustomerEvent, customers } from "./server.ts";
import { firstName } from "./thread-pane.tsx";
import { t, words } from "./words.ts";

/** A value that becomes a field when it is clicked, and is kept when it is left. */
export function InPlace(props: {
  desk: Desk;
  label: string;
  value: string;
  isFixed: boolean;
  keep: (value: string) => Promise<void>;
}) {
  const { desk, label, value, isFixed, keep } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const isEditing = typed !== null;
  useEffect(() => {
    if (isEditing) field.current?.select();
  }, [isEditing]);
  const done = async () => {
    if (typed === null) return;
    if (typed.trim() === value) return setTyped(null);
    try {
      await keep(typed.trim());
      setTyped(null);
      setWrong("");
    } catch (failure) {
      setWrong(sentence(failure));
      desk.say(sentence(failure), null, true);
    }
  };
  if (isFixed) {
    return (
      <span class="cut value" title={value}>
        <bdi>{value || "–"}</bdi>
      </span>
    );
  }
  if (!isEditing) {
    return (
      <span class="value-place">
        <button
          type="button"
          class={`cut value${value ? "" : " value-none"}`}
          title={value || label}
          aria-label={value ? `${label}: ${value}` : `${label}: ${t("Add")}`}
          onClick={() => setTyped(value)}
        >
          <bdi>{value || t("Add")}</bdi>
        </button>
        {value && (
          <Button
            class="value-copy"
            size="bar"
            icon="copy"
            label={t("Copy {name}", { name: label })}
            onClick={() => void navigator.clipboard?.writeText(value)}
          />
        )}
      </span>
    );
  }
  return (
    <input
      ref={field}
      class="field value-field"
      aria-label={label}
      aria-invalid={wrong ? "true" : undefined}
      value={typed}
      onInput={event => setTyped(event.currentTarget.value)}
      onBlur={() => void done()}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === "Enter") void done();
        if (event.key === "Escape") {
          setTyped(null);
          setWrong("");
        }
      }}
    />
  );
}

export function Note(props: { desk: Desk; customer: Customer; change: (next: Customer) => void }) {
  const { desk, customer, change } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const keep = async () => {
    if (typed === null) return;
    if (typed === (customer.notes ?? "")) return setTyped(null);
    try {
      const next = await customers.change(customer.id, { notes: typed === "" ? null : typed });
      change({ ...customer, ...next });
      setTyped(null);
    } catch (failure) {
      desk.say(sentence(failure), null, true);
    }
  };
  if (typed === null) {
    return (
      <button
        type="button"
        class={`panel-note${customer.notes ? "" : " value-none"}`}
        dir="auto"
        disabled={!desk.can("customers")}
        onClick={() => setTyped(customer.notes ?? "")}
      >
        {customer.notes || t("Add")}
      </button>
    );
  }
  return (
    <textarea
      class="field"
      rows={4}
      dir="auto"
      autofocus
      aria-label={t("Note about {name}", { name: firstName(customerName(customer)) })}
      value={typed}
      onInput={event => setTyped(event.currentTarget.value)}
      onBlur={() => void keep()}
    />
  );
}

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
          <code class="cut" title={JSON.stringify(event.data)}>
            {event.name}
          </code>
        </li>
      ))}
    </ul>
  );
}
