// Sites, where the widget runs. Each has a snippet, names, and a switch for its widget.

import { useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import { Button, Field, Switch } from "../../ui/controls.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { Desk } from "../desk.ts";
import { client, type Page } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { Form, Frame, type Loaded, Nothing, Ready, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";
import { Access } from "./site-access.tsx";
import { type Look, SiteLook } from "./site-look.tsx";
import { Snippet, type WidgetSettings } from "./snippet.tsx";

interface Application {
  id: number;
  name: string;
  displayName: string | null;
  type: string;
  active: boolean;
}

const SITES = () => ({ section: "sites", text: t("Sites and widget") });

export function Sites({ desk, id }: SectionProps) {
  const loaded = useLoaded(() => client.get<Page<Application>>("/applications"));
  if (id === "new") return <New />;
  return (
    <Ready of={loaded}>
      {({ data }) => {
        const [only] = data;
        const app = id === "" && data.length === 1 ? only : data.find(it => String(it.id) === id);
        if (app) {
          return (
            <Site key={app.id} desk={desk} app={app} all={loaded} isOnly={data.length === 1} />
          );
        }
        return (
          <Frame
            wide
            title={id === "" ? t("Sites and widget") : t("This site does not exist")}
            from={id === "" ? undefined : SITES()}
            acts={<Add isPrimary />}
          >
            {data.length === 0 || id !== "" ? (
              <Nothing
                title={id === "" ? t("No sites") : t("This site does not exist")}
                text={t("A site is a web page with the widget on it.")}
              />
            ) : (
              <List sites={data} />
            )}
          </Frame>
        );
      }}
    </Ready>
  );
}

function Add({ isPrimary }: { isPrimary?: boolean }) {
  return (
    <Button
      kind={isPrimary ? "primary" : "plain"}
      icon="plus"
      onClick={() => go(settingsPath("sites", "new"))}
    >
      {t("Add a site")}
    </Button>
  );
}

function List({ sites }: { sites: Application[] }) {
  return (
    <div class="table-place">
      <table class="table">
        <thead>
          <tr>
            <th>{t("Name")}</th>
            <th>{t("Name for customers")}</th>
            <th>{t("State")}</th>
          </tr>
        </thead>
        <tbody>
          {sites.map(it => (
            <tr key={it.id} class="row-link">
              <td>
                <a href={settingsPath("sites", it.id)}>
                  <bdi>{it.name}</bdi>
                </a>
              </td>
              <td class="quiet-text">
                <bdi>{it.displayName ?? "–"}</bdi>
              </td>
              <td>
                <span class={it.active ? "state" : "state state-off"}>
                  {it.active ? t("on") : t("off")}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function New() {
  const [name, setName] = useState("");
  const [shown, setShown] = useState("");
  return (
    <Frame title={t("Add a site")} from={SITES()}>
      <Form
        act={t("Add the site")}
        off={name.trim() === "" ? t("Enter a name") : undefined}
        keep={async () => {
          const made = await client.post<Application>("/applications", {
            name: name.trim(),
            ...(shown.trim() ? { displayName: shown.trim() } : {}),
          });
          go(settingsPath("sites", made.id), true);
        }}
      >
        <Names name={name} setName={setName} shown={shown} setShown={setShown} />
      </Form>
    </Frame>
  );
}

function Names(props: {
  name: string;
  setName: (text: string) => void;
  shown: string;
  setShown: (text: string) => void;
}) {
  return (
    <>
      <Field
        label={t("Name")}
        hint={t("As colleagues know it, such as shop.example.")}
        value={props.name}
        onText={props.setName}
      />
      <Field
        label={t("Name for customers")}
        hint={t("Optional.")}
        value={props.shown}
        onText={props.setShown}
      />
    </>
  );
}

function Site(props: {
  desk: Desk;
  app: Application;
  all: Loaded<Page<Application>>;
  isOnly: boolean;
}) {
  const { desk, app, all, isOnly } = props;
  const put = (changed: Application) =>
    all.set({ data: (all.value?.data ?? []).map(it => (it.id === changed.id ? changed : it)) });
  const turn = async (active: boolean) => {
    put(await client.patch<Application>(`/applications/${app.id}`, { active }));
    desk.say(
      active
        ? t("The widget of {name} is on", { name: app.name })
        : t("The widget of {name} is off", { name: app.name }),
      () => turn(!active),
    );
  };
  // Both at once: the page comes in one piece.
  const loaded = useLoaded(async () => {
    const path = `/applications/${app.id}`;
    const [widget, look] = await Promise.all([
      client.get<WidgetSettings>(`${path}/widget`),
      client.get<Look>(`${path}/look`),
    ]);
    return { widget, look };
  }, app.id);
  return (
    <Frame wide title={app.name} from={isOnly ? undefined : SITES()} acts={isOnly && <Add />}>
      {!app.active && (
        <p class="notice">
          <Icon name="block" />
          {t("The widget is off. Nobody can start a chat here.")}
        </p>
      )}
      <Ready of={loaded}>
        {({ widget, look }) => (
          <>
            <section class="site-snippet-part">
              <h2>{t("Put the bell on your site")}</h2>
              <Snippet desk={desk} widget={widget} />
            </section>
            <SiteLook desk={desk} id={app.id} first={look} />
            <Access desk={desk} widget={widget} again={loaded.again} />
            <section class="page-part">
              <h2>{t("Name and state")}</h2>
              <Named app={app} put={put} />
              <div class="form">
                <div class="switched">
                  <div>
                    <p class="label">{t("The widget is on")}</p>
                    <p class="hint">
                      {t("If off, visitors cannot start chats. Existing chats stay.")}
                    </p>
                  </div>
                  <Switch
                    on={app.active}
                    label={t("The widget is on")}
                    onChange={active => void act(desk, () => turn(active), null)}
                  />
                </div>
              </div>
            </section>
          </>
        )}
      </Ready>
    </Frame>
  );
}

function Named({ app, put }: { app: Application; put: (changed: Application) => void }) {
  const [name, setName] = useState(app.name);
  const [shown, setShown] = useState(app.displayName ?? "");
  return (
    <Form
      isSecond
      act={t("Save")}
      off={name.trim() === "" ? t("Enter a name") : undefined}
      keep={async () => {
        const edit = { name: name.trim(), displayName: shown.trim() || null };
        put(await client.patch<Application>(`/applications/${app.id}`, edit));
      }}
    >
      <Names name={name} setName={setName} shown={shown} setShown={setShown} />
    </Form>
  );
}
