/** The questions before a chat, and the message that is left while nobody is there. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Form as Asked, FieldName } from "../core/types";
import { Icon } from "./icon";
import { clock, fromNow, useKnown, weekday } from "./say";

type Values = Record<string, string>;

/** What is wrong with an address; the key of the sentence. */
export function emailFault(text: string): "emailAt" | "emailEnd" | null {
  const [name, host, ...more] = text.trim().split("@");
  if (!name || !host || more.length || /\s/.test(text.trim())) return "emailAt";
  return /^[^.].*\.[^.]{2,}$/.test(host) ? null : "emailEnd";
}

const KINDS = {
  name: { type: "text", autocomplete: "name" },
  email: { type: "email", autocomplete: "email" },
  phone: { type: "tel", autocomplete: "tel" },
  company: { type: "text", autocomplete: "organization" },
} as const satisfies Record<FieldName, object>;

interface Props {
  form: Asked;
  title: string;
  text: string;
  button: string;
  /** Whether a message is asked too. */
  message: boolean;
  done(values: Values, message: string): void;
}

function Form({ form, title, text, button, message, done }: Props): JSX.Element {
  const { t } = useKnown();
  const [values, setValues] = useState<Values>({});
  const [faults, setFaults] = useState<Values>({});
  const all = [...form.fields, ...(message ? [{ name: "message" as const, required: true }] : [])];
  const submit = (e: Event) => {
    e.preventDefault();
    const found: Values = {};
    for (const { name, required } of all) {
      const value = (values[name] ?? "").trim();
      if (required && !value) found[name] = t("needed");
      const fault = name === "email" && value ? emailFault(value) : null;
      if (fault) found[name] = t(fault);
    }
    setFaults(found);
    const wrong = all.find(it => found[it.name]);
    if (wrong) return document.getElementById(`f-${wrong.name}`)?.focus();
    const { message: said = "", ...rest } = values;
    done(Object.fromEntries(Object.entries(rest).filter(([, v]) => v.trim())), said.trim());
  };
  return (
    <form class="page" noValidate onSubmit={submit}>
      <h2>{title}</h2>
      <p class="lead">{text}</p>
      {all.map(({ name, required }) => {
        const fault = faults[name];
        const props = {
          id: `f-${name}`,
          value: values[name] ?? "",
          "aria-invalid": !!fault,
          "aria-describedby": fault ? `e-${name}` : undefined,
          onInput: (e: { currentTarget: { value: string } }) =>
            setValues({ ...values, [name]: e.currentTarget.value }),
        };
        return (
          <div class="field" key={name}>
            <label for={props.id}>
              {t(name)} {required ? null : <small>{t("optional")}</small>}
            </label>
            {name === "message" ? (
              <textarea {...props} rows={3} maxLength={4096} dir="auto" required />
            ) : (
              <input {...props} {...KINDS[name]} maxLength={255} required={required} dir="auto" />
            )}
            {fault ? (
              <p class="fault" id={`e-${name}`}>
                <Icon of="warn" /> {fault}
              </p>
            ) : null}
          </div>
        );
      })}
      <button type="submit" class="primary">
        {button}
      </button>
    </form>
  );
}

/** What is asked before the first message. */
export function PreChat(): JSX.Element {
  const { app, s, t } = useKnown();
  const { preChat } = s.config;
  return (
    <Form
      form={{ ...preChat, fields: preChat.fields.filter(it => !s.known.includes(it.name)) }}
      title={t("preTitle")}
      text={preChat.text || t("preText")}
      button={t("preButton")}
      message={false}
      done={values => app.answer(values)}
    />
  );
}

/** A message to somebody who is not there. */
export function Offline(): JSX.Element {
  const { app, s, t } = useKnown();
  const { offline } = s.config;
  const at = s.nextOpen;
  const when = at && { day: weekday(at, s.language), time: clock(at, s.language) };
  const back = at ? `${t("backIn", { in: fromNow(at, s.language) })} ` : "";
  const fields = offline.fields.filter(it => !s.known.includes(it.name));
  const mail = fields.some(it => it.name === "email") || s.known.includes("email");
  return (
    <Form
      form={{
        ...offline,
        fields: mail ? fields : [...fields, { name: "email", required: true }],
      }}
      title={when ? t("backOn", when) : t("backLater")}
      text={back + (offline.text || t("leave"))}
      button={t("leaveButton")}
      message
      done={(values, message) => app.send(message, [], values)}
    />
  );
}
