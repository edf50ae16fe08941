// Sites: the snippet, where the widget may appear, and how it looks.

import { useState } from "preact/hooks";
import { settingsPath } from "../../core/router.ts";
import { Button, Check, Field, Select, Switch, TextArea } from "../../ui/controls.tsx";
import { Icon } from "../../ui/icon.tsx";
import { client, type Page } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { Form, Frame, Nothing, Ready, Secret, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";
import { Snippet, type WidgetSettings } from "./snippet.tsx";

interface Application {
  id: number;
  name: string;
  type: string;
  active: boolean;
}

interface Look {
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

interface Formed {
  enabled: boolean;
  text: string;
  fields: { name: string; required: boolean }[];
}

export function Sites({ desk, id }: SectionProps) {
  const loaded = useLoaded(() => client.get<Page<Application>>("/applications"));
  return (
    <Ready of={loaded}>
      {({ data }) => {
        const [only] = data;
        const app = id === "" && data.length === 1 ? only : data.find(it => String(it.id) === id);
        if (app) return <Site key={app.id} desk={desk} app={app} isOnly={data.length === 1} />;
        return (
          <Frame wide title={t("Sites and widget")}>
            {data.length === 0 ? (
              <Nothing
                title={t("No sites")}
                text={t("A site is a web page with the widget on it.")}
              />
            ) : (
              <table class="table">
                <tbody>
                  {data.map(it => (
                    <tr key={it.id} class="row-link">
                      <td>
                        <a href={settingsPath("sites", it.id)}>
                          <bdi>{it.name}</bdi>
                        </a>
                      </td>
                      <td class="quiet-text">{it.type}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Frame>
        );
      }}
    </Ready>
  );
}

function Site({
  desk,
  app,
  isOnly,
}: {
  desk: SectionProps["desk"];
  app: Application;
  isOnly: boolean;
}) {
  return (
    <Frame
      title={app.name}
      from={isOnly ? undefined : { section: "sites", text: t("Sites and widget") }}
    >
      <WidgetLoaded desk={desk} id={app.id} />
      <section class="page-part">
        <h2>{t("How it looks")}</h2>
        <LookLoaded id={app.id} />
      </section>
    </Frame>
  );
}

function WidgetLoaded({ desk, id }: { desk: SectionProps["desk"]; id: number }) {
  const loaded = useLoaded(() => client.get<WidgetSettings>(`/applications/${id}/widget`), id);
  return (
    <Ready of={loaded}>
      {widget => (
        <>
          <h2>{t("Put the bell on your site")}</h2>
          <Snippet desk={desk} widget={widget} />
          <Allowed desk={desk} widget={widget} />
        </>
      )}
    </Ready>
  );
}

function Allowed({ desk, widget }: { desk: SectionProps["desk"]; widget: WidgetSettings }) {
  const [sites, setSites] = useState(widget.sites.join("\n"));
  const [isEnforced, setEnforced] = useState(widget.enforcesIdentity);
  const [secret, setSecret] = useState("");
  return (
    <section class="page-part">
      <h2>{t("Where it may appear, and who visitors are")}</h2>
      {secret && (
        <Secret
          value={secret}
          hint={t(
            "It proves to Deskbell who a visitor is. It belongs on your server and is shown once.",
          )}
        />
      )}
      <Form
        act={t("Keep the changes")}
        keep={() =>
          client.patch(`/applications/${widget.application}/widget`, {
            sites: sites
              .split(/\n/)
              .map(it => it.trim())
              .filter(Boolean),
            enforcesIdentity: isEnforced,
          })
        }
        more={
          <Button
            icon="key"
            onClick={() =>
              void act(
                desk,
                async () => {
                  const it = await client.post<{ secret: string }>(
                    `/applications/${widget.application}/secret`,
                  );
                  setSecret(it.secret);
                },
                t("The old secret no longer works"),
              )
            }
          >
            {t("New identity secret")}
          </Button>
        }
      >
        <TextArea
          label={t("Allowed sites")}
          hint={t("One a line: shop.example, or *.shop.example. Empty: everywhere.")}
          rows={3}
          value={sites}
          onText={setSites}
        />
        <div class="switched">
          <div>
            <p class="label">{t("Only believe proven identities")}</p>
            <p class="hint">
              {t("A user id without a signature then makes an anonymous visitor.")}
            </p>
          </div>
          <Switch
            on={isEnforced}
            label={t("Only believe proven identities")}
            onChange={setEnforced}
          />
        </div>
      </Form>
    </section>
  );
}

function LookLoaded({ id }: { id: number }) {
  const path = `/applications/${id}/look`;
  const loaded = useLoaded(() => client.get<Look>(path), id);
  return <Ready of={loaded}>{look => <LookForm path={path} first={look} />}</Ready>;
}

function LookForm({ path, first }: { path: string; first: Look }) {
  const [look, setLook] = useState(first);
  const put = (change: Partial<Look>) => setLook({ ...look, ...change });
  return (
    <Form act={t("Keep the look")} keep={() => client.patch(path, look)}>
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
          label={t("Side")}
          value={look.position}
          options={[
            ["right", t("At the end of lines")],
            ["left", t("At the start of lines")],
          ]}
          onChange={position => put({ position })}
        />
      </div>
      <Field label={t("Title")} value={look.title} onText={title => put({ title })} />
      <TextArea
        label={t("Greeting")}
        hint={t("What stands before the first message.")}
        rows={2}
        value={look.greeting}
        onText={greeting => put({ greeting })}
      />
      <Check checked={look.showsAgents} onChange={showsAgents => put({ showsAgents })}>
        {t("Show who answers")}
      </Check>
      <Check checked={look.asksRating} onChange={asksRating => put({ asksRating })}>
        {t("Ask for a rating when a chat is closed")}
      </Check>
      <FormFields
        title={t("Questions before a chat")}
        form={look.preChat}
        change={preChat => put({ preChat })}
      />
      <FormFields
        title={t("Form while nobody is there")}
        form={look.offline}
        change={offline => put({ offline })}
      />
    </Form>
  );
}

function FormFields({
  title,
  form,
  change,
}: {
  title: string;
  form: Formed;
  change: (form: Formed) => void;
}) {
  const names: [string, string][] = [
    ["name", t("Name")],
    ["email", t("E-mail")],
    ["phone", t("Phone")],
    ["company", t("Company")],
  ];
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
            label={t("The text above the fields")}
            value={form.text}
            onText={text => change({ ...form, text })}
          />
          {names.map(([name, text]) => {
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
                    {t("has to be filled in")}
                  </Check>
                )}
              </div>
            );
          })}
        </>
      )}
    </fieldset>
  );
}
