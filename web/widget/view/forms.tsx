/** The form before a chat, and the form for a message while no agent is present. */

import { Component, type JSX } from "preact";
import type { Form as Asked, FieldName } from "../core/types";
import style from "./forms.css?inline";
import { Icon } from "./icon";
import { clock, date, known, regional } from "./say";
import { wear } from "./wear";

wear(style);

type Values = Record<string, string>;

/** Formats a day: its name within the next week, its date later. */
const weekday = (at: number, language: string): string =>
  at * 1000 - Date.now() < 6 * 86_400_000
    ? date(at, language, { weekday: "long" })
    : date(at, language, { weekday: "long", day: "numeric", month: "long" });

/** Formats the time until a moment: "in 11 hours". */
function fromNow(at: number, language: string): string {
  const minutes = Math.max(1, Math.round((at - Date.now() / 1000) / 60));
  const form = new Intl.RelativeTimeFormat(regional(language), { numeric: "always" });
  if (minutes < 90) return form.format(minutes, "minute");
  if (minutes < 48 * 60) return form.format(Math.round(minutes / 60), "hour");
  return form.format(Math.round(minutes / 1440), "day");
}

/** The key of the sentence about an invalid e-mail address; null for a valid address. */
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
  /** True if the form also asks for a message. */
  message: boolean;
  done(values: Values, message: string): void;
}

class Form extends Component<Props, { values: Values; faults: Values }> {
  override state: { values: Values; faults: Values } = { values: {}, faults: {} };

  /** The values in the form; the message may have been typed earlier, as a draft. */
  values(): Values {
    return { message: known().s.drafts["null"] ?? "", ...this.state.values };
  }

  /** The fields of the form that the widget supports. */
  all() {
    const fields = this.props.form.fields.filter(it => Object.hasOwn(KINDS, it.name));
    return [
      ...fields,
      ...(this.props.message ? [{ name: "message" as const, required: true }] : []),
    ];
  }

  submit = (e: Event): void => {
    e.preventDefault();
    const { t } = known();
    const values = this.values();
    const faults: Values = {};
    for (const { name, required } of this.all()) {
      const value = (values[name] ?? "").trim();
      if (required && !value) faults[name] = t("needed");
      const fault = name === "email" && value ? emailFault(value) : null;
      if (fault) faults[name] = t(fault);
    }
    this.setState({ faults });
    const wrong = this.all().find(it => faults[it.name]);
    if (wrong) {
      document.getElementById(`f-${wrong.name}`)?.focus();
      return;
    }
    const { message = "", ...rest } = values;
    const given = Object.entries(rest).filter(([, value]) => value.trim());
    this.props.done(Object.fromEntries(given), message.trim());
  };

  override render(): JSX.Element {
    const { t } = known();
    const { title, text, button } = this.props;
    const { faults } = this.state;
    const values = this.values();
    return (
      <form class="page" noValidate onSubmit={this.submit}>
        <h2>{title}</h2>
        <p class="lead">{text}</p>
        {this.all().map(({ name, required }) => {
          const fault = faults[name];
          const props = {
            id: `f-${name}`,
            value: values[name] ?? "",
            "aria-invalid": !!fault,
            "aria-describedby": fault ? `e-${name}` : undefined,
            onInput: (e: { currentTarget: { value: string } }) =>
              this.setState({
                values: { ...this.state.values, [name]: e.currentTarget.value },
              }),
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
}

/** Reports the values of a form to the site. */
function told(event: string, { name = "", email = "", phone = "", company = "" }: Values): void {
  known().app.core.host.post(["event", event, { userData: { name, email, phone, company } }]);
}

/** The form before the first message. */
export function PreChat(): JSX.Element {
  const { app, s, t } = known();
  const { preChat } = s.config;
  return (
    <Form
      form={{ ...preChat, fields: preChat.fields.filter(it => !s.known.includes(it.name)) }}
      title={t("preTitle")}
      text={preChat.text || t("preText")}
      button={t("preButton")}
      message={false}
      done={answers => {
        app.state.set({ answers });
        told("onPreChatFormSubmit", answers);
      }}
    />
  );
}

/**
 * The form for a message that is shown while no agent is present. It requires the e-mail address
 * unless the address is known, because the reply goes there.
 */
export function Offline(): JSX.Element {
  const { app, s, t } = known();
  const { offline } = s.config;
  const at = s.nextOpen;
  const when = at && { day: weekday(at, s.language), time: clock(at, s.language) };
  const back = at ? `${t("backIn", { in: fromNow(at, s.language) })} ` : "";
  const others = offline.fields.filter(it => it.name !== "email");
  const fields = [...others, { name: "email" as const, required: true }];
  return (
    <Form
      form={{ ...offline, fields: fields.filter(it => !s.known.includes(it.name)) }}
      title={when ? t("backOn", when) : t("leaveTitle")}
      text={back + (offline.text || t(when ? "leave" : "byMail"))}
      button={t("leaveButton")}
      message
      done={(values, message) => {
        app.send(message, [], values);
        app.state.set({ left: true });
        told("onOfflineFormSubmit", values);
      }}
    />
  );
}
