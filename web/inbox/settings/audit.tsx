// The audit trail: the author of each change, and the values before and after it.

import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { chatsPath } from "../../core/router.ts";
import { Button, Select } from "../../ui/controls.tsx";
import { Icon } from "../../ui/icon.tsx";
import { moment, whole } from "../../ui/time.ts";
import { sentence } from "../failures.ts";
import { client } from "../server.ts";
import { t, words } from "../words.ts";
import { Frame, Nothing, Ready, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

interface Audited {
  seq: number;
  at: number;
  kind: string;
  id: number;
  actor: { type: string; id: number | null } | null;
  via: string | null;
  before: Record<string, unknown> | null;
}

interface AuditPage {
  data: Audited[];
  next: number | null;
}

/** The name of a changed object, with the object's id; "–" for an object without an id. */
function objectName(kind: string, number: number): string {
  const id = String(number);
  if (!number) return "–";
  if (kind.startsWith("message.")) return t("message {id}", { id });
  if (kind.startsWith("draft.")) return t("draft {id}", { id });
  if (kind.startsWith("setting.")) return t("setting {id}", { id });
  if (kind.startsWith("webhook.")) return t("webhook {id}", { id });
  return id;
}

export function Audit({ desk }: SectionProps) {
  const [actor, setActor] = useState("");
  const [more, setMore] = useState<Audited[]>([]);
  const [next, setNext] = useState<number | null | undefined>(undefined);
  const [open, setOpen] = useState<number | null>(null);
  const load = (before: number | null) =>
    client.get<AuditPage>("/audit", { query: { actor: actor || null, before, limit: 100 } });
  const loaded = useLoaded(() => load(null), actor);
  const language = words.language.value;
  const who = (it: Audited["actor"]) => {
    if (!it) return "–";
    if (it.type === "agent")
      return desk.agent(it.id)?.name ?? t("agent {id}", { id: String(it.id) });
    const names: Record<string, string> = {
      key: t("key {id}", { id: String(it.id) }),
      customer: t("customer {id}", { id: String(it.id) }),
      system: t("Deskbell"),
      import: t("import {id}", { id: String(it.id) }),
    };
    return names[it.type] ?? it.type;
  };
  const goOn = async (from: number) => {
    try {
      const page = await load(from);
      setMore([...more, ...page.data]);
      setNext(page.next);
    } catch (failure) {
      desk.say(sentence(failure), null, true);
    }
  };
  return (
    <Frame wide title={t("Audit trail")}>
      <div class="narrow">
        <Select
          label={t("Changed by")}
          value={actor}
          options={[
            ["", t("Anybody")],
            ["system", t("Deskbell itself")],
            ...desk.team.value.agents.map(it => [`agent:${it.id}`, it.name] as [string, string]),
          ]}
          onChange={value => {
            setMore([]);
            setNext(undefined);
            setActor(value);
          }}
        />
      </div>
      <Ready of={loaded}>
        {page => {
          const all = [...page.data, ...more];
          const from = next === undefined ? page.next : next;
          if (all.length === 0)
            return (
              <Nothing
                title={t("No changes")}
                text={t("Every change is listed here, with who made it.")}
              />
            );
          return (
            <>
              <div class="table-place">
                <table class="table table-lines">
                  <thead>
                    <tr>
                      <th>{t("Time")}</th>
                      <th>{t("Who")}</th>
                      <th>{t("Change")}</th>
                      <th>{t("Object")}</th>
                      <th>{t("Via")}</th>
                      <th class="end">{t("Number")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {all.map(it => (
                      <Fragment key={it.seq}>
                        <tr>
                          <td>
                            <button
                              type="button"
                              class="with-icon"
                              aria-expanded={open === it.seq}
                              onClick={() => setOpen(open === it.seq ? null : it.seq)}
                            >
                              <Icon name={open === it.seq ? "down" : "right"} />
                              <time class="num" title={whole(it.at, language)}>
                                {moment(it.at, desk.nowS.value, language)}
                              </time>
                            </button>
                          </td>
                          <td>
                            <bdi>{who(it.actor)}</bdi>
                          </td>
                          <td class="cell-main">
                            <code>{it.kind}</code>
                          </td>
                          <td>
                            {it.kind.startsWith("chat.") ? (
                              <a href={chatsPath("everything", it.id)}>
                                {t("chat {id}", { id: String(it.id) })}
                              </a>
                            ) : it.kind.startsWith("customer.") ? (
                              t("customer {id}", { id: String(it.id) })
                            ) : (
                              objectName(it.kind, it.id)
                            )}
                          </td>
                          <td class="quiet-text" data-name={t("Via")}>
                            {it.via ?? "–"}
                          </td>
                          <td class="end" data-none="">
                            {it.seq.toLocaleString(language)}
                          </td>
                        </tr>
                        {open === it.seq && (
                          <tr class="row-detail">
                            <td colSpan={6}>
                              <p class="strong">{t("Before")}</p>
                              <pre class="scroll">
                                {it.before
                                  ? JSON.stringify(it.before, null, 1)
                                  : t("It did not exist.")}
                              </pre>
                            </td>
                          </tr>
                        )}
                      </Fragment>
                    ))}
                  </tbody>
                </table>
              </div>
              {from !== null && (
                <div>
                  <Button onClick={() => void goOn(from)}>{t("Show older")}</Button>
                </div>
              )}
            </>
          );
        }}
      </Ready>
    </Frame>
  );
}
