// The appearance and the forms of a site's widget, beside a preview.

import { useState } from "preact/hooks";
import { Check, Field, Select, Switch, TextArea } from "../../ui/controls.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { Desk } from "../desk.ts";
import { client } from "../server.ts";
import { t } from "../words.ts";
import { Form } from "./frame.tsx";
import { Preview } from "./site-preview.tsx";

export interface Look {
  color: string;
  position: "right" | "left";
  offsetX: number;
  offsetY: number;
  title: string;
  greeting: string;
  showsAgents: boolean;
  asksRating: boolean;
  preChat: Formed;
  offline: Formed;
}

export interface Formed {
  enabled: boolean;
  text: string;
  fields: { name: string; required: boolean }[];
}

/**
 * The form that the widget shows while nobody is there: it always requires the e-mail address, to
 * which the reply goes.
 */
export const repliedTo = (form: Formed): Formed => ({
  ...form,
  fields: [...form.fields.filter(it => it.name !== "email"), { name: "email", required: true }],
});

/** The fields that the widget's forms can ask for, with their names. */
export const asked = (): [string, string][] => [
  ["name", t("Name#person")],
  ["email", t("E-mail")],
  ["phone", t("Phone")],
  ["company", t("Company")],
];

export function SiteLook({ desk, id, first }: { desk: Desk; id: number; first: Look }) {
  return (
    <section class="page-part">
      <h2>{t("How it looks")}</h2>
      <LookForm desk={desk} path={`/applications/${id}/look`} first={first} />
    </section>
  );
}

function LookForm({ desk, path, first }: { desk: Desk; path: string; first: Look }) {
  const [look, setLook] = useState(first);
  const put = (change: Partial<Look>) => setLook({ ...look, ...change });
  return (
    <div class="look">
      <Form act={t("Save")} keep={() => client.patch(path, look)}>
        <div class="two">
          <div class="labelled">
            <label for="look-color">{t("Colour")}</label>
            <span class="colour">
              <input
                id="look-color"
                type="color"
                value={look.color}
                onInput={event => put({ color: event.currentTarget.value })}
              />
              <code>{look.color}</code>
            </span>
          </div>
          <Select
            label={t("Corner of the button")}
            value={look.position}
            options={[
              ["right", t("Right")],
              ["left", t("Left")],
            ]}
            onChange={position => put({ position })}
          />
          <Distance
            label={t("From the side, px")}
            value={look.offsetX}
            change={offsetX => put({ offsetX })}
          />
          <Distance
            label={t("From the bottom, px")}
            value={look.offsetY}
            change={offsetY => put({ offsetY })}
          />
        </div>
        <Field label={t("Title")} value={look.title} onText={title => put({ title })} />
        <TextArea
          label={t("Greeting")}
          hint={t("Shown before the first message.")}
          rows={2}
          value={look.greeting}
          onText={greeting => put({ greeting })}
        />
        <fieldset>
          <legend class="label">{t("In a chat")}</legend>
          <Check checked={look.showsAgents} onChange={showsAgents => put({ showsAgents })}>
            {t("Show who answers")}
          </Check>
          <Check checked={look.asksRating} onChange={asksRating => put({ asksRating })}>
            {t("Ask for a rating when a chat is closed")}
          </Check>
        </fieldset>
        <FormFields
          title={t("Questions before a chat")}
          form={look.preChat}
          change={preChat => put({ preChat })}
        />
        <FormFields
          title={t("Form when nobody is there")}
          isRepliedTo
          form={look.offline}
          change={offline => put({ offline })}
        />
      </Form>
      <Preview look={look} agent={desk.me.agent} />
    </div>
  );
}

/** A field for a number of pixels; any other text counts as 0. */
function Distance(props: { label: string; value: number; change: (px: number) => void }) {
  return (
    <Field
      label={props.label}
      type="number"
      value={String(props.value)}
      onText={text => props.change(Math.round(Number(text)) || 0)}
    />
  );
}

function FormFields({
  title,
  isRepliedTo,
  form,
  change,
}: {
  title: string;
  /** True if the form always asks for the e-mail address. */
  isRepliedTo?: boolean;
  form: Formed;
  change: (form: Formed) => void;
}) {
  const choices = asked().filter(([name]) => !isRepliedTo || name !== "email");
  return (
    <fieldset class="formed">
      <div class="switched">
        <p class="label">
          <Icon name="user" /> {title}
        </p>
        <Switch
          on={form.enabled}
          label={title}
          onChange={enabled => change({ ...form, enabled })}
        />
      </div>
      {form.enabled && (
        <>
          <Field
            label={t("Text above the fields")}
            value={form.text}
            onText={text => change({ ...form, text })}
          />
          {choices.map(([name, text]) => {
            const there = form.fields.find(it => it.name === name);
            return (
              <div class="formed-field" key={name}>
                <Check
                  checked={there !== undefined}
                  onChange={isOn =>
                    change({
                      ...form,
                      fields: isOn
                        ? [...form.fields, { name, required: false }]
                        : form.fields.filter(it => it.name !== name),
                    })
                  }
                >
                  {text}
                </Check>
                {there && (
                  <Check
                    checked={there.required}
                    onChange={required =>
                      change({
                        ...form,
                        fields: form.fields.map(it =>
                          it.name === name ? { ...it, required } : it,
                        ),
                      })
                    }
                  >
                    {t("required")}
                  </Check>
                )}
              </div>
            );
          })}
          {isRepliedTo && (
            <p class="hint">{t("The e-mail address is always asked for: the reply goes there.")}</p>
          )}
        </>
      )}
    </fieldset>
  );
}
