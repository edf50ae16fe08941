// Saved views: named conditions in the navigation, of one agent or shared.

import { useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import type { SavedView } from "../../core/shapes.ts";
import { withSnoozed, withStatuses } from "../../core/views.ts";
import { Button, Check, Field, Select } from "../../ui/controls.tsx";
import { ask } from "../confirm.tsx";
import { STATUSES } from "../names.ts";
import { ForEverybody } from "../save-view.tsx";
import { client } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { Form, Frame, Nothing } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

export function Views({ desk, id }: SectionProps) {
  const all = desk.team.value.views;
  if (id !== "")
    return <Edit key={id} desk={desk} view={all.find(it => String(it.id) === id) ?? null} />;
  return (
    <Frame
      wide
      title={t("Saved views")}
      acts={
        <Button kind="primary" icon="plus" onClick={() => go(settingsPath("views", "new"))}>
          {t("New view")}
        </Button>
      }
    >
      {all.length === 0 ? (
        <Nothing
          title={t("No saved views")}
          text={t(
            "A view such as “German, unassigned” saves conditions under a name and shows their count in the navigation.",
          )}
        />
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>{t("Name")}</th>
              <th>{t("Owner")}</th>
            </tr>
          </thead>
          <tbody>
            {all.map(it => (
              <tr key={it.id} class="row-link">
                <td>
                  <a href={settingsPath("views", it.id)}>
                    <bdi>{it.name}</bdi>
                  </a>
                </td>
                <td class="quiet-text">{it.agent === null ? t("shared") : t("mine#canned")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Frame>
  );
}

function Edit({ desk, view }: { desk: SectionProps["desk"]; view: SavedView | null }) {
  const [name, setName] = useState(view?.name ?? "");
  const [filter, setFilter] = useState<Record<string, unknown>>(view?.filter ?? {});
  const [isShared, setShared] = useState(false);
  const back = () => go(settingsPath("views"));
  const text = (key: string) =>
    filter[key] === undefined || filter[key] === null ? "" : String(filter[key]);
  const put = (key: string, value: unknown) => {
    const next = { ...filter };
    if (value === "" || value === undefined) delete next[key];
    else next[key] = value;
    setFilter(next);
  };
  const choose = (chosen: string[] | null) => setFilter(withStatuses(filter, chosen));
  const remove = async (view: SavedView) => {
    const isSure = await ask({
      title: t("Delete {name}?", { name: view.name }),
      text: t("Its chats stay, in the other views."),
      act: t("Delete"),
    });
    if (!isSure) return;
    if (await act(desk, () => client.delete(`/views/${view.id}`), t("Deleted"), back))
      await desk.reloadTeam();
  };
  const statuses = new Set((filter["statuses"] as string[] | null | undefined) ?? []);
  const id = (value: string) => (/^\d+$/.test(value) ? Number(value) : value);
  return (
    <Frame
      title={view?.name ?? t("New view")}
      from={{ section: "views", text: t("Saved views") }}
      acts={
        view && (
          <Button kind="danger" onClick={() => void remove(view)}>
            {t("Delete…")}
          </Button>
        )
      }
    >
      <Form
        act={view ? t("Save") : t("Add the view")}
        off={name.trim() === "" ? t("Enter a name") : undefined}
        keep={async () => {
          if (view) await client.patch(`/views/${view.id}`, { name, filter });
          else await client.post("/views", { name, filter, shared: isShared });
          await desk.reloadTeam();
          if (!view) back();
        }}
      >
        <Field label={t("Name")} value={name} onText={setName} />
        <Select
          label={t("Assignee")}
          value={text("assignee")}
          options={[
            ["", t("Anybody or nobody")],
            ["me", t("Whoever opens the view")],
            ["none", t("Nobody")],
            ["any", t("Somebody")],
            ...desk.team.value.agents.map(it => [String(it.id), it.name] as [string, string]),
          ]}
          onChange={value => put("assignee", id(value))}
        />
        <Select
          label={t("Department")}
          value={text("department")}
          options={[
            ["", t("Any or none")],
            ["none", t("None")],
            ["any", t("Any")],
            ...desk.team.value.departments.map(it => [String(it.id), it.name] as [string, string]),
          ]}
          onChange={value => put("department", id(value))}
        />
        <fieldset>
          <legend class="label">{t("Status")}</legend>
          <p class="hint">{t("None chosen: all open chats.")}</p>
          <Check
            checked={filter["statuses"] === null}
            onChange={isAll => choose(isAll ? null : [])}
          >
            {t("All, also closed, snoozed and blocked ones")}
          </Check>
          {STATUSES.map(([status, text]) => (
            <Check
              key={status}
              checked={statuses.has(status)}
              onChange={isOn => {
                const next = new Set(statuses);
                if (isOn) next.add(status);
                else next.delete(status);
                choose([...next]);
              }}
            >
              {text()}
            </Check>
          ))}
        </fieldset>
        <Field
          label={t("Tag of the customer")}
          value={text("tag")}
          onText={value => put("tag", value)}
        />
        <Field
          label={t("Searched text")}
          hint={t("In names, e-mail addresses, phone numbers and user IDs.")}
          value={text("text")}
          onText={value => put("text", value)}
        />
        <fieldset>
          <legend class="label">{t("Only if")}</legend>
          <Check
            checked={filter["waiting"] === true}
            onChange={isOn => put("waiting", isOn ? true : undefined)}
          >
            {t("The customer waits for a reply")}
          </Check>
          <Check
            checked={filter["unread"] === true}
            onChange={isOn => put("unread", isOn ? true : undefined)}
          >
            {t("Nobody has read it yet")}
          </Check>
          <Check
            checked={filter["snoozed"] === true}
            onChange={isOn => setFilter(withSnoozed(filter, isOn, view?.filter ?? {}))}
          >
            {t("It is snoozed")}
          </Check>
        </fieldset>
        {!view && desk.can("sharedCanned") && <ForEverybody on={isShared} change={setShared} />}
      </Form>
    </Frame>
  );
}
