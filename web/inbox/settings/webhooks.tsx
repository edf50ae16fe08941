// Webhooks: their targets and events, and the outcome of each delivery.

import { useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import { Button, Check, Field, Switch } from "../../ui/controls.tsx";
import { ask } from "../confirm.tsx";
import { client, type Page } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { Deliveries } from "./deliveries.tsx";
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
            <Nothing title={t("This webhook does not exist")} text="" />
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
                "A webhook tells another program what happens here: signed, in order, and repeated until it arrives.",
              )}
            />
          ) : (
            <table class="table table-lines">
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
                    <td class="end" data-name={t("Events")}>
                      {it.events.length}
                    </td>
                    <td>
                      <span class={it.enabled ? "state" : "state state-off"}>
                        {it.enabled ? t("on#webhook") : t("off")}
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
              ? t("Enter an address and choose an event")
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
            hint={"\u2066https://…\u2069"}
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
      t("The old secret signs for another 24 h"),
    );
  const remove = async () => {
    const isSure = await ask({
      title: t("Delete this webhook?"),
      text: t("Nothing more is sent to {url}. Its log is deleted too.", { url: hook.url }),
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
          act={t("Save")}
          keep={() => client.patch(path, { url: url.trim(), events: [...events] })}
        >
          <Field mono label={t("Address")} inputMode="url" value={url} onText={setUrl} />
          <Events events={events} change={setEvents} />
        </Form>
        <div class="form">
          <div class="switched">
            <div>
              <p class="label">{t("Delivering")}</p>
              <p class="hint">{t("Turns itself off only if the address answers 410.")}</p>
            </div>
            <Switch
              on={hook.enabled}
              label={t("Delivering")}
              onChange={enabled =>
                void act(
                  desk,
                  () => client.patch(path, { enabled }),
                  enabled ? t("Deliveries resumed") : t("Deliveries paused"),
                  again,
                )
              }
            />
          </div>
          <div class="labelled">
            <p class="label">{t("Signing secret")}</p>
            <p class="hint">
              {t("Shown once, when created. After a renewal the old one signs for another 24 h.")}
            </p>
            <div>
              <Button onClick={() => void renew()}>{t("Renew")}</Button>
            </div>
          </div>
        </div>
      </div>
      <Deliveries key={turn} desk={desk} path={path} />
    </Frame>
  );
}
