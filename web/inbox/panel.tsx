// The customer panel beside the thread: the customer's name and fields, which are edited in place,
// data from the site, current activity, and earlier chats.

import { useEffect, useState } from "preact/hooks";
import { chatsPath, go } from "../core/router.ts";
import type { Customer } from "../core/shapes.ts";
import { Avatar, Button, Tag } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { clock, day, moment } from "../ui/time.ts";
import { TagMenu } from "./act-menus.tsx";
import * as acts from "./acts.ts";
import type { Desk } from "./desk.ts";
import { showPanel } from "./device.ts";
import { InPlace, Note, type TextKey } from "./in-place.tsx";
import { customerName, firstName, statusName } from "./names.ts";
import { RATINGS } from "./rated.tsx";
import { SamePerson } from "./same-person.tsx";
import { type CustomerEvent, customers } from "./server.ts";
import { Timeline } from "./timeline.tsx";
import { t, words } from "./words.ts";

export function Panel({ desk, id, back }: { desk: Desk; id: number; back: string }) {
  const thread = desk.thread(id);
  const customer = thread.customer.value;
  // Null until they are there: what stands below them comes with them, so that nothing moves.
  const [events, setEvents] = useState<CustomerEvent[] | null>(null);
  const customerId = customer?.id;
  useEffect(() => {
    if (customerId === undefined) return;
    let isHere = true;
    const load = () =>
      customers.events(customerId).then(
        page => isHere && setEvents(page.data),
        () => isHere && setEvents(known => known ?? []),
      );
    void load();
    const deaf = desk.hear(event => {
      if (
        event.type === "change" &&
        event.kind === "event.created" &&
        event.object["customer"] === customerId
      )
        void load();
    });
    return () => {
      isHere = false;
      deaf();
    };
  }, [desk, customerId]);
  if (!customer) {
    const isBusy = thread.state.value === "loading";
    const known = desk.list.row(id)?.value.customer;
    return (
      <aside class="panel" aria-label={t("Customer")} aria-busy={isBusy}>
        {known && (
          <div class="panel-who">
            <Avatar
              id={known.id}
              name={known.name || known.email || null}
              kind="customer"
              size={40}
            />
            <div class="panel-name">
              <h2 class="cut" dir="auto">
                {customerName(known)}
              </h2>
            </div>
          </div>
        )}
      </aside>
    );
  }
  const name = customerName(customer);
  const isOnline = desk.online.has(id);
  const place = [customer.location?.city, regionName(customer.location?.countryCode)].filter(
    Boolean,
  );
  const zone = customer.location?.timezone;
  const there = zone ? safeClock(desk.nowS.value, zone) : "";
  const seen = isOnline
    ? t("on the site now")
    : customer.lastSeen &&
      t("seen {when}", { when: moment(customer.lastSeen, desk.nowS.value, words.language.value) });
  const extra = Object.entries(customer.customData ?? {});
  const chat = thread.chat.value;
  const change = (next: Customer) => {
    thread.customer.value = next;
  };
  // On a phone it is a page of its own.
  const isAlone = innerWidth < 800;
  const Side = isAlone ? "main" : "aside";
  return (
    <Side class="panel scroll" aria-label={t("Customer")}>
      {isAlone && <h1 class="sr">{t("Customer")}</h1>}
      <div class="panel-who">
        <Button
          class="only-narrow"
          icon="back"
          iconSize={20}
          label={t("Back to the chat")}
          onClick={() => go(back)}
        />
        <Avatar
          id={customer.id}
          name={customer.name || customer.email}
          kind="customer"
          size={40}
          isOn={isOnline}
        />
        <div class="panel-name">
          <InPlace
            desk={desk}
            customer={customer}
            field="name"
            label={t("Name#person")}
            heading={name}
            isFixed={!desk.can("customers")}
            change={change}
          />
          <p class="quiet-text cut">
            {place.map((it, n) => (
              <bdi key={it}>
                {n > 0 && (words.language.value === "ar" ? "، " : ", ")}
                {it}
              </bdi>
            ))}
            {place.length > 0 && there && " · "}
            {there && t("{time} there", { time: there })}
            {place.length === 0 && !there && seen}
          </p>
        </div>
        <Button
          class="panel-close"
          size="bar"
          icon="close"
          label={t("Hide customer panel")}
          tip={`${t("Hide customer panel")} · [`}
          tipAt="end"
          onClick={() => showPanel(false)}
        />
      </div>
      <Tags desk={desk} id={id} customer={customer} />
      {customer.blocked && (
        <p class="panel-blocked">
          <Icon name="block" /> {t("Blocked: cannot write")}
        </p>
      )}
      <Fields desk={desk} customer={customer} change={change} />
      {extra.length > 0 && (
        <section class="panel-part">
          <h3>{t("From your site")}</h3>
          <dl class="values">
            {extra.map(([key, value]) => (
              <div key={key}>
                <dt class="cut" dir="auto" title={key}>
                  {key}
                </dt>
                <dd class="cut value" dir="auto" title={String(value)}>
                  {typeof value === "number"
                    ? value.toLocaleString(words.language.value)
                    : String(value)}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section class="panel-part">
        <h3>{t("Note about {name}", { name: firstName(name) })}</h3>
        <Note desk={desk} customer={customer} change={change} />
      </section>
      {events && (events.length > 0 || customer.lastPage) && (
        <section class="panel-part">
          <h3>{isOnline ? t("Now") : t("Recent activity")}</h3>
          <Timeline desk={desk} customer={customer} events={events} isOn={isOnline} />
        </section>
      )}
      {events && chat?.rating && (
        <section class="panel-part">
          <h3>{t("Rating")}</h3>
          <p>
            {RATINGS[chat.rating]?.() ?? chat.rating}
            {chat.ratingComment && (
              <>
                {": "}
                <bdi>{chat.ratingComment}</bdi>
              </>
            )}
          </p>
        </section>
      )}
      {events && thread.earlier.value.length > 0 && (
        <section class="panel-part">
          <h3 class="with-count">
            {t("Earlier chats")} <span class="num">{thread.earlier.value.length}</span>
          </h3>
          <ul class="earlier">
            {thread.earlier.value.map(it => (
              <li key={it.id}>
                <a href={chatsPath("everything", it.id)}>
                  <time class="num">
                    {day(it.lastMessageAt ?? it.createdAt, desk.nowS.value, words.language.value)}
                  </time>
                  <span class="cut" dir="auto">
                    {it.preview ?? ""}
                  </span>
                  <span class="quiet-text">
                    {it.rating ? (RATINGS[it.rating]?.() ?? it.rating) : statusName(it.status)}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {events && <SamePerson desk={desk} thread={thread} />}
    </Side>
  );
}

function safeClock(s: number, zone: string): string {
  try {
    return clock(s, words.language.value, zone);
  } catch {
    return "";
  }
}

function Tags({ desk, id, customer }: { desk: Desk; id: number; customer: Customer }) {
  const [at, setAt] = useState<HTMLElement | null>(null);
  return (
    <div class="panel-tags">
      {customer.tags.map(tag => (
        <Tag key={tag.name} name={tag.name}>
          <button
            type="button"
            class="tag-remove"
            aria-label={t("Remove {name}", { name: tag.name })}
            onClick={() => void acts.tag(desk, [id], tag.name, false)}
          >
            <Icon name="close" />
          </button>
        </Tag>
      ))}
      <button
        type="button"
        class="chip chip-open chip-add"
        onClick={event => setAt(event.currentTarget)}
      >
        <Icon name="plus" /> {t("Tag")}
      </button>
      {at && <TagMenu desk={desk} ids={[id]} at={at} close={() => setAt(null)} />}
    </div>
  );
}

/** The fields below the name. An empty field is shown to those who can fill it. */
function Fields(props: { desk: Desk; customer: Customer; change: (next: Customer) => void }) {
  const { desk, customer, change } = props;
  const all: [TextKey, string][] = [
    ["email", t("E-mail")],
    ["phone", t("Phone")],
    ["company", t("Company")],
    ["userId", t("User ID")],
  ];
  const isFixed = (key: TextKey) => !desk.can("customers") || key === "userId";
  const rows = all.filter(([key]) => customer[key] || !isFixed(key));
  if (rows.length === 0 && !customer.locale) return null;
  return (
    <section class="panel-part" aria-label={t("Fields")}>
      <dl class="values">
        {rows.map(([key, label]) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>
              <InPlace
                label={label}
                isFixed={isFixed(key)}
                customer={customer}
                field={key}
                change={change}
                desk={desk}
              />
            </dd>
          </div>
        ))}
        {customer.locale && (
          <div>
            <dt>{t("Language")}</dt>
            <dd class="cut">{languageName(customer.locale)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function regionName(code: string | null | undefined): string {
  if (!code) return "";
  try {
    return new Intl.DisplayNames([words.language.value], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames([words.language.value], { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
