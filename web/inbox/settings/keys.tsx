// Keys for programs: made and revoked. A key is shown once.

import { useState } from "preact/hooks";
import { Button, Field, Select } from "../../ui/controls.tsx";
import { day, whole } from "../../ui/time.ts";
import { ask } from "../confirm.tsx";
import { client, type Page } from "../server.ts";
import { t, words } from "../words.ts";
import { act } from "./acting.ts";
import { Form, Frame, Nothing, Ready, Secret, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

interface Key {
  id: number;
  name: string;
  scope: string;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  lastUsedAt: number | null;
}

const DAY = 86_400;
/** A key that expires within this time is marked. */
const SOON_S = 14 * DAY;

export function ApiKeys({ desk }: SectionProps) {
  const loaded = useLoaded(() => client.get<Page<Key>>("/keys"));
  const [name, setName] = useState("");
  const [scope, setScope] = useState("full");
  const [days, setDays] = useState("never");
  const [made, setMade] = useState("");
  const language = words.language.value;
  const isExpired = (key: Key) => key.expiresAt !== null && key.expiresAt <= desk.nowS.value;
  const isLastingOn = (key: Key) =>
    key.expiresAt === null || key.expiresAt > desk.nowS.value + SOON_S;
  const state = (key: Key) => {
    if (key.revokedAt) return <span class="state state-off">{t("revoked")}</span>;
    if (isExpired(key)) return <span class="state state-off">{t("expired")}</span>;
    return (
      <span class={isLastingOn(key) ? "state" : "state state-wait"}>
        {key.expiresAt === null
          ? t("active#key")
          : t("until {day}", { day: day(key.expiresAt, desk.nowS.value, language) })}
      </span>
    );
  };
  const revoke = async (key: Key) => {
    const isSure = await ask({
      title: t("Revoke {name}?", { name: key.name }),
      text: t("Programs that use it are refused within a second. This cannot be undone."),
      act: t("Revoke"),
    });
    if (isSure)
      void act(
        desk,
        () => client.delete(`/keys/${key.id}`),
        t("{name} no longer works", { name: key.name }),
        loaded.again,
      );
  };
  return (
    <Frame wide title={t("API keys")}>
      {made && (
        <Secret
          value={made}
          hint={t("The key is shown once. Keep it where the program reads it.")}
        />
      )}
      <Ready of={loaded}>
        {({ data }) =>
          data.length === 0 ? (
            <Nothing
              title={t("No keys")}
              text={t("Programs need a key for the API at /v1, which works like HelpCrunch's.")}
            />
          ) : (
            <table class="table table-lines">
              <thead>
                <tr>
                  <th>{t("Name")}</th>
                  <th>{t("Access")}</th>
                  <th class="end">{t("Created")}</th>
                  <th class="end">{t("Last used")}</th>
                  <th>{t("State")}</th>
                  <th>
                    <span class="sr">{t("More")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.map(it => (
                  <tr key={it.id}>
                    <td>
                      <bdi>{it.name}</bdi>
                    </td>
                    <td>{/read/i.test(it.scope) ? t("read") : t("read and change")}</td>
                    <td class="end" data-name={t("Created")} title={whole(it.createdAt, language)}>
                      {day(it.createdAt, desk.nowS.value, language)}
                    </td>
                    <td
                      class="end"
                      data-name={t("Last used")}
                      title={it.lastUsedAt ? whole(it.lastUsedAt, language) : undefined}
                    >
                      {it.lastUsedAt ? day(it.lastUsedAt, desk.nowS.value, language) : "–"}
                    </td>
                    <td title={it.expiresAt ? whole(it.expiresAt, language) : undefined}>
                      {state(it)}
                    </td>
                    <td class="table-acts">
                      {!it.revokedAt && (
                        <Button kind="danger" size="bar" onClick={() => void revoke(it)}>
                          {t("Revoke…")}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Ready>
      <section class="page-part">
        <h2>{t("New key")}</h2>
        <Form
          act={t("Create key")}
          off={name.trim() === "" ? t("Enter a name") : undefined}
          keep={async () => {
            const { key } = await client.post<{ key: string }>("/keys", {
              name: name.trim(),
              scope,
              expiresAt: days === "never" ? null : desk.nowS.value + Number(days) * DAY,
            });
            setMade(key);
            setName("");
            loaded.again();
          }}
        >
          <Field label={t("Name")} hint={t("What it is for.")} value={name} onText={setName} />
          <Select
            label={t("Access")}
            value={scope}
            options={[
              ["full", t("read and change")],
              ["read", t("read")],
            ]}
            onChange={setScope}
          />
          <Select
            label={t("Expires")}
            value={days}
            options={[
              ["never", t("never")],
              ["30", t("in 30 days")],
              ["90", t("in 90 days")],
              ["365", t("in a year")],
            ]}
            onChange={setDays}
          />
        </Form>
      </section>
    </Frame>
  );
}
