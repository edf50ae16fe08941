// Webhooks: who is told what, and what became of each delivery.

import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import { Button, Check, Field, Select, Switch } from "../../ui/controls.tsx";
import { Icon } from "../../ui/icon.tsx";
import { clock, moment, whole } from "../../ui/time.ts";
import { ask } from "../confirm.tsx";
import { client, type Page } from "../server.ts";
import { t, words } from "../words.ts";
import { act } from "./acting.ts";
import { Form, Frame, Nothing, Ready, Secret, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

interface Webhook {
  id: number;
  url: string;
  events: string[];
  enabled: boolean;
  createdAt: number;
  secret?: string;
}

interface Delivery {
  id: number;
  event: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  createdAt: number;
  lastAttemptAt: string | null;
  nextAttemptAt: string | null;
  durationMs: number | null;
  error: string | null;
  request: unknown;
  response: { status?: number; body?: string; headers?: Record<string, string> } | null;
}

const EVENTS =
  "chat.new chat.status_updated chat.assigned chat.snoozed chat.unsnoozed chat.closed chat.rated customer.new customer.email_updated customer.tags_changed customer.unsubscribed customer.subscribed customer.blocked customer.unblocked customer.deleted message.chat.customer message.email.customer message.private message.chat.agent message.email.agent".split(
    " ",
  );

export function Webhooks({ desk, id }: SectionProps) {
  const loaded = useLoaded(() => client.get<Page<Webhook>>("/webhooks"), id);
  if (id !== "" && id !== "new") {
    return (
      <Ready of={loaded}>
        {({ data }) => {
          const hook = data.find(it => String(it.id) === id);
          return hook ? (
            <One key={id} desk={desk} hook={hook} again={loaded.again} />
          ) : (
            <Nothing title={t("There is no such webhook")} text="" />
          );
        }}
      </Ready>
    );
  }
  if (id === "new") return <New />;
  return (
    <Frame
      wide
      title={t("Webhooks")}
      acts={
        <Button kind="primary" icon="plus" onClick={() => go(settingsPath("webhooks", "new"))}>
          {t("New webhook")}
        </Button>
      }
    >
      <Ready of={loaded}>
        {({ data }) =>
          data.length === 0 ? (
            <Nothing
              title={t("No webhooks")}
              text={t(
                "A webhook tells another program what happens here, signed and in order, until it worked.",
              )}
            />
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th>{t("Address")}</th>
                  <th class="end">{t("Events")}</th>
                  <th>{t("State")}</th>
                </tr>
              </thead>
              <tbody>
                {data.map(it => (
                  <tr key={it.id} class="row-link">
                    <td class="cell-long">
                      <a class="mono cut" href={settingsPath("webhooks", it.id)}>
                        {it.url}
                      </a>
                    </td>
                    <td class="end">{it.events.length}</td>
                    <td>
                      <span class={it.enabled ? "state" : "state state-off"}>
                        {it.enabled ? t("delivering") : t("off")}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Ready>
    </Frame>
  );
}

function Events({
  events,
  change,
}: {
  events: ReadonlySet<string>;
  change: (events: Set<string>) => void;
}) {
  return (
    <fieldset>
      <legend class="label">
        {t("Events")}{" "}
        <span class="quiet-text num">
          {t("{n} of {all}", { n: events.size, all: EVENTS.length })}
        </span>
      </legend>
      <div class="event-boxes">
        {EVENTS.map(it => (
          <Check
            key={it}
            checked={events.has(it)}
            onChange={isOn => {
              const next = new Set(events);
              if (isOn) next.add(it);
              else next.delete(it);
              change(next);
            }}
          >
            <code>{it}</code>
          </Check>
        ))}
      </div>
    </fieldset>
  );
}

function New() {
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<ReadonlySet<string>>(
    new Set(["chat.new", "message.chat.customer"]),
  );
  const [made, setMade] = useState<Webhook | null>(null);
  return (
    <Frame title={t("New webhook")} from={{ section: "webhooks", text: t("Webhooks") }}>
      {made?.secret ? (
        <>
          <Secret
            value={made.secret}
            hint={t("Deliveries are signed with it. It is shown once.")}
          />
          <div>
            <Button onClick={() => go(settingsPath("webhooks", made.id))}>{t("Done")}</Button>
          </div>
        </>
      ) : (
        <Form
          act={t("Add the webhook")}
          off={
            url.trim() === "" || events.size === 0
              ? t("An address and an event are needed")
              : undefined
          }
          keep={async () =>
            setMade(
              await client.post<Webhook>("/webhooks", { url: url.trim(), events: [...events] }),
            )
          }
        >
          <Field
            mono
            label={t("Address")}
            hint="https://…"
            inputMode="url"
            value={url}
            onText={setUrl}
          />
          <Events events={events} change={setEvents} />
        </Form>
      )}
    </Frame>
  );
}

function One({
  desk,
  hook,
  again,
}: {
  desk: SectionProps["desk"];
  hook: Webhook;
  again: () => void;
}) {
  const path = `/webhooks/${hook.id}`;
  const [url, setUrl] = useState(hook.url);
  const [events, setEvents] = useState<ReadonlySet<string>>(new Set(hook.events));
  const [secret, setSecret] = useState("");
  const [turn, setTurn] = useState(0);
  const test = () =>
    act(
      desk,
      () => client.post(`${path}/test`),
      t("A test is on its way"),
      () => setTurn(turn + 1),
    );
  const renew = () =>
    act(
      desk,
      async () => setSecret((await client.post<Webhook>(`${path}/rotate`)).secret ?? ""),
      t("The old secret signs for 24 h more"),
    );
  const remove = async () => {
    const isSure = await ask({
      title: t("Delete this webhook?"),
      text: t("Nothing more is told to {url}. Its log goes too.", { url: hook.url }),
      act: t("Delete"),
    });
    if (isSure)
      void act(
        desk,
        () => client.delete(path),
        t("Deleted"),
        () => go(settingsPath("webhooks")),
      );
  };
  return (
    <Frame
      wide
      title={hook.url.replace(/^https?:\/\//, "")}
      from={{ section: "webhooks", text: t("Webhooks") }}
      acts={
        <>
          <Button onClick={() => void test()}>{t("Send a test")}</Button>
          <Button kind="danger" onClick={() => void remove()}>
            {t("Delete…")}
          </Button>
        </>
      }
    >
      {secret && (
        <Secret value={secret} hint={t("Deliveries are signed with it. It is shown once.")} />
      )}
      <div class="webhook-head">
        <Form
          act={t("Keep the changes")}
          keep={() => client.patch(path, { url: url.trim(), events: [...events] })}
        >
          <Field mono label={t("Address")} inputMode="url" value={url} onText={setUrl} />
          <Events events={events} change={setEvents} />
        </Form>
        <div class="form">
          <div class="switched">
            <div>
              <p class="label">{t("Delivering")}</p>
              <p class="hint">{t("Turns itself off only when the address responds 410.")}</p>
            </div>
            <Switch
              on={hook.enabled}
              label={t("Delivering")}
              onChange={enabled =>
                void act(
                  desk,
                  () => client.patch(path, { enabled }),
                  enabled ? t("Deliveries go on") : t("Deliveries rest"),
                  again,
                )
              }
            />
          </div>
          <div>
            <p class="label">{t("Signing secret")}</p>
            <p class="hint">
              {t("Shown once, when made. After a renewal the old one signs for 24 h more.")}
            </p>
            <Button onClick={() => void renew()}>{t("Renew")}</Button>
          </div>
        </div>
      </div>
      <Deliveries key={turn} desk={desk} path={path} />
    </Frame>
  );
}

function Deliveries({ desk, path }: { desk: SectionProps["desk"]; path: string }) {
  const [state, setState] = useState("");
  const loaded = useLoaded(
    () =>
      client.get<Page<Delivery>>(`${path}/deliveries`, {
        query: { state: state || null, limit: 100 },
      }),
    state,
  );
  const [open, setOpen] = useState<number | null>(null);
  const language = words.language.value;
  const replay = (it: Delivery) =>
    void act(
      desk,
      () => client.post(`${path}/replay`, { delivery: it.id }),
      t("Told again"),
      loaded.again,
    );
  const status = (it: Delivery) =>
    it.state === "delivered"
      ? "state"
      : it.state === "failed"
        ? "state state-wrong"
        : it.attempts > 0
          ? "state state-wrong"
          : "state state-wait";
  return (
    <section class="page-part">
      <div class="switched">
        <h2>{t("Deliveries")}</h2>
        <Select
          hideLabel
          label={t("State")}
          value={state}
          options={[
            ["", t("All responses")],
            ["delivered", t("Delivered")],
            ["waiting", t("Not yet")],
            ["failed", t("Given up")],
          ]}
          onChange={setState}
        />
      </div>
      <Ready of={loaded}>
        {({ data }) =>
          data.length === 0 ? (
            <Nothing
              title={t("Nothing was told yet")}
              text={t("Send a test to see how the address responds.")}
            />
          ) : (
            <div class="table-place">
              <table class="table deliveries">
                <thead>
                  <tr>
                    <th>{t("Time")}</th>
                    <th>{t("Event")}</th>
                    <th>{t("Response")}</th>
                    <th class="end">{t("Took, ms")}</th>
                    <th class="end">{t("Attempt")}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {data.map(it => (
                    <Fragment key={it.id}>
                      <tr class={open === it.id ? "row-on" : undefined}>
                        <td>
                          <button
                            type="button"
                            class="with-icon"
                            aria-expanded={open === it.id}
                            onClick={() => setOpen(open === it.id ? null : it.id)}
                          >
                            <Icon name={open === it.id ? "down" : "right"} />
                            <time class="num" title={whole(it.createdAt, language)}>
                              {moment(it.createdAt, desk.nowS.value, language)}
                            </time>
                          </button>
                        </td>
                        <td>
                          <code>{it.event}</code>
                        </td>
                        <td>
                          <span class={status(it)}>
                            {it.response?.status ??
                              it.error ??
                              (it.state === "waiting" ? t("waits") : it.state)}
                          </span>
                        </td>
                        <td class="end">{it.durationMs?.toLocaleString(language) ?? "–"}</td>
                        <td class="end">{it.attempts}</td>
                        <td class="quiet-text">
                          {it.state === "waiting" &&
                            it.nextAttemptAt &&
                            t("next try {time}", {
                              time: clock(Number(it.nextAttemptAt), language),
                            })}
                        </td>
                      </tr>
                      {open === it.id && (
                        <tr class="row-detail">
                          <td colSpan={6}>
                            <div class="detail">
                              <div>
                                <p class="switched">
                                  <strong>{t("Sent")}</strong>
                                  <Button
                                    kind="quiet"
                                    size="bar"
                                    icon="copy"
                                    onClick={() =>
                                      void navigator.clipboard?.writeText(
                                        JSON.stringify(it.request, null, 1),
                                      )
                                    }
                                  >
                                    {t("Copy")}
                                  </Button>
                                </p>
                                <pre class="scroll">{JSON.stringify(it.request, null, 1)}</pre>
                              </div>
                              <div>
                                <p class="switched">
                                  <strong>
                                    {it.response
                                      ? t("Response {status}", {
                                          status: String(it.response.status ?? ""),
                                        })
                                      : t("No response")}
                                  </strong>
                                  <Button
                                    kind="quiet"
                                    size="bar"
                                    icon="refresh"
                                    onClick={() => replay(it)}
                                  >
                                    {t("Replay now")}
                                  </Button>
                                </p>
                                <pre class="scroll">
                                  {it.response
                                    ? JSON.stringify(it.response, null, 1)
                                    : (it.error ?? "")}
                                </pre>
                              </div>
                            </div>
                          </td>
                        </tr>
                      )}
                    </Fragment>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Ready>
    </section>
  );
}
