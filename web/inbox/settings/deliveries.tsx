// The log of a webhook: the delivered events, the target's responses, and replays.

import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import { chatsPath } from "../../core/router.ts";
import { Button, Select } from "../../ui/controls.tsx";
import { Icon } from "../../ui/icon.tsx";
import { clock, moment, whole } from "../../ui/time.ts";
import { copy } from "../copy.ts";
import { client, type Page } from "../server.ts";
import { t, words } from "../words.ts";
import { act } from "./acting.ts";
import { Nothing, Ready, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

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

/** The chat of an event; null if the event is not about a chat. */
function chatOf(request: unknown): number | null {
  const { eventData } = (request ?? {}) as { eventData?: { chat_id?: unknown } };
  return typeof eventData?.chat_id === "number" ? eventData.chat_id : null;
}

/** Formats a response as text: status, headers and body. */
function written({ status, headers, body }: NonNullable<Delivery["response"]>): string {
  const heads = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP ${status ?? ""}`, ...heads, "", body ?? ""].join("\n").trim();
}

function About({ chat }: { chat: number | null }) {
  return chat === null ? (
    <>–</>
  ) : (
    <a href={chatsPath("everything", chat)}>{t("chat {id}", { id: String(chat) })}</a>
  );
}

export function Deliveries({ desk, path }: { desk: SectionProps["desk"]; path: string }) {
  const [state, setState] = useState("");
  const loaded = useLoaded(
    () =>
      client.get<Page<Delivery>>(`${path}/deliveries`, {
        query: { state: state || null, limit: 100 },
      }),
    state,
  );
  const [open, setOpen] = useState<number | null>(null);
  const now = desk.nowS.value;
  const isComing = loaded.value?.data.some(it => it.state === "waiting") === true;
  useEffect(() => {
    if (isComing) loaded.again();
  }, [now, isComing, loaded.again]);
  const language = words.language.value;
  const replay = (it: Delivery) =>
    void act(
      desk,
      () => client.post(`${path}/replay`, { delivery: it.id }),
      t("Sent again"),
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
            ["failed", t("Failed")],
          ]}
          onChange={setState}
        />
      </div>
      <Ready of={loaded}>
        {({ data }) =>
          data.length === 0 ? (
            <Nothing
              title={t("Nothing sent yet")}
              text={t("Send a test to see how the address answers.")}
            />
          ) : (
            <div class="table-place">
              <table class="table table-lines deliveries">
                <thead>
                  <tr>
                    <th>{t("Time")}</th>
                    <th>{t("Event")}</th>
                    <th>{t("Object")}</th>
                    <th>{t("Response")}</th>
                    <th class="end">{t("Duration, ms")}</th>
                    <th class="end">{t("Attempt")}</th>
                    <th>
                      <span class="sr">{t("More")}</span>
                    </th>
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
                          <About chat={chatOf(it.request)} />
                        </td>
                        <td>
                          <span class={status(it)}>
                            {it.response?.status ??
                              it.error ??
                              (it.state === "waiting" ? t("waiting") : it.state)}
                          </span>
                        </td>
                        <td
                          class="end"
                          data-name={t("Duration, ms")}
                          data-none={it.durationMs === null ? "" : undefined}
                        >
                          {it.durationMs?.toLocaleString(language) ?? "–"}
                        </td>
                        <td class="end" data-name={t("Attempt")}>
                          {it.attempts}
                        </td>
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
                          <td colSpan={7}>
                            <div class="detail">
                              <div>
                                <p class="switched">
                                  <strong>{t("Sent")}</strong>
                                  <Button
                                    kind="quiet"
                                    size="bar"
                                    icon="copy"
                                    onClick={() => void copy(JSON.stringify(it.request, null, 1))}
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
                                    {t("Send again now")}
                                  </Button>
                                </p>
                                <pre class="scroll">
                                  {it.response ? written(it.response) : (it.error ?? "")}
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
