// Proactive rules: the messages that the widget shows by itself, with their conditions.

import { useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import { Button, Field, Select, Switch, TextArea } from "../../ui/controls.tsx";
import { ask } from "../confirm.tsx";
import { client, type Page } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { Form, Frame, Nothing, Ready, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

interface Rule {
  id: number;
  name: string;
  enabled: boolean;
  message: string;
  speaker: number | null;
  pages: string[];
  seconds: number;
  visits: number;
  locales: string[];
}

export function Rules({ desk, id }: SectionProps) {
  const loaded = useLoaded(() => client.get<Page<Rule>>("/rules"), id);
  if (id !== "") {
    return (
      <Ready of={loaded}>
        {({ data }) => <Edit desk={desk} rule={data.find(it => String(it.id) === id) ?? null} />}
      </Ready>
    );
  }
  return (
    <Frame
      wide
      title={t("Rules")}
      acts={
        <Button kind="primary" icon="plus" onClick={() => go(settingsPath("rules", "new"))}>
          {t("New rule")}
        </Button>
      }
    >
      <Ready of={loaded}>
        {({ data }) =>
          data.length === 0 ? (
            <Nothing
              title={t("No rules")}
              text={t(
                "A rule lets the widget speak first, for example about delivery after a minute on the cart page.",
              )}
            />
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th>{t("Name")}</th>
                  <th>{t("Message")}</th>
                  <th class="end">{t("After, s")}</th>
                  <th class="end">{t("On")}</th>
                </tr>
              </thead>
              <tbody>
                {data.map(it => (
                  <tr key={it.id} class="row-link">
                    <td>
                      <a href={settingsPath("rules", it.id)}>
                        <bdi>{it.name}</bdi>
                      </a>
                    </td>
                    <td class="cell-long">
                      <span class="cut" dir="auto">
                        {it.message}
                      </span>
                    </td>
                    <td class="end">{it.seconds}</td>
                    <td class="table-acts">
                      <Switch
                        on={it.enabled}
                        label={it.name}
                        onChange={enabled =>
                          void act(
                            desk,
                            () => client.patch(`/rules/${it.id}`, { enabled }),
                            enabled ? t("The rule is on") : t("The rule is off"),
                            loaded.again,
                          )
                        }
                      />
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

function Edit({ desk, rule }: { desk: SectionProps["desk"]; rule: Rule | null }) {
  const [name, setName] = useState(rule?.name ?? "");
  const [message, setMessage] = useState(rule?.message ?? "");
  const [pages, setPages] = useState((rule?.pages ?? []).join("\n"));
  const [seconds, setSeconds] = useState(String(rule?.seconds ?? 30));
  const [visits, setVisits] = useState(String(rule?.visits ?? 1));
  const [locales, setLocales] = useState((rule?.locales ?? []).join(", "));
  const [speaker, setSpeaker] = useState(String(rule?.speaker ?? ""));
  const back = () => go(settingsPath("rules"));
  const remove = async (rule: Rule) => {
    const isSure = await ask({
      title: t("Delete {name}?", { name: rule.name }),
      text: t("Visitors do not see its message any more."),
      act: t("Delete"),
    });
    if (isSure) await act(desk, () => client.delete(`/rules/${rule.id}`), t("Deleted"), back);
  };
  return (
    <Frame
      title={rule?.name ?? t("New rule")}
      from={{ section: "rules", text: t("Rules") }}
      acts={
        rule && (
          <Button kind="danger" onClick={() => void remove(rule)}>
            {t("Delete…")}
          </Button>
        )
      }
    >
      <Form
        act={rule ? t("Save") : t("Add the rule")}
        off={
          name.trim() === "" || message.trim() === "" ? t("Enter a name and a message") : undefined
        }
        keep={async () => {
          const lines = (text: string, by: RegExp) =>
            text
              .split(by)
              .map(it => it.trim())
              .filter(Boolean);
          const body = {
            name: name.trim(),
            message,
            speaker: speaker === "" ? null : Number(speaker),
            pages: lines(pages, /\n/),
            seconds: Number(seconds),
            visits: Number(visits),
            locales: lines(locales, /[,\s]+/),
          };
          if (rule) await client.patch(`/rules/${rule.id}`, body);
          else await client.post("/rules", { ...body, enabled: true });
          if (!rule) back();
        }}
      >
        <Field label={t("Name")} hint={t("Only agents see it.")} value={name} onText={setName} />
        <TextArea label={t("Message")} value={message} onText={setMessage} />
        <Select
          label={t("Sender")}
          value={speaker}
          options={[
            ["", t("The desk")],
            ...desk.team.value.agents.map(it => [String(it.id), it.name] as [string, string]),
          ]}
          onChange={setSpeaker}
        />
        <TextArea
          label={t("Pages")}
          hint={t(
            "One per line, * matches anything: https://shop.example/cart*. Empty: all pages.",
          )}
          rows={3}
          value={pages}
          onText={setPages}
        />
        <div class="two">
          <Field
            label={t("Seconds on the page")}
            inputMode="numeric"
            value={seconds}
            onText={setSeconds}
          />
          <Field
            label={t("From visit number")}
            inputMode="numeric"
            value={visits}
            onText={setVisits}
          />
        </div>
        <Field
          label={t("Languages")}
          hint={t("Such as de, fr. Empty: all languages.")}
          value={locales}
          onText={setLocales}
        />
      </Form>
    </Frame>
  );
}
