// Departments: their agents, reply targets and opening hours.

import { useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import type { Department } from "../../core/shapes.ts";
import { Button, Check, Field, Switch } from "../../ui/controls.tsx";
import { hue } from "../../ui/hue.ts";
import { Face } from "../face.tsx";
import { client } from "../server.ts";
import { t } from "../words.ts";
import { DeleteDepartment } from "./department-delete.tsx";
import { Form, Frame, Nothing, Ready, useLoaded } from "./frame.tsx";
import { type Hours, HoursFields } from "./hours-fields.tsx";
import type { SectionProps } from "./page.tsx";
import { SeesAll } from "./sees-all.tsx";

interface DepartmentSettings {
  replyTargetSeconds: number | null;
  hours: Hours | null;
}

export function Departments({ desk, id }: SectionProps) {
  const all = desk.team.value.departments;
  if (id !== "") {
    const found = all.find(it => String(it.id) === id);
    return <Edit key={id} desk={desk} department={found ?? null} />;
  }
  return (
    <Frame
      wide
      title={t("Departments")}
      acts={
        <Button kind="primary" icon="plus" onClick={() => go(settingsPath("departments", "new"))}>
          {t("New department")}
        </Button>
      }
    >
      {all.length === 0 ? (
        <Nothing
          title={t("No departments")}
          text={t("A department has its own chats, and its agents see them all.")}
        />
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>{t("Department")}</th>
              <th class="end">{t("Agents")}</th>
            </tr>
          </thead>
          <tbody>
            {all.map(it => (
              <tr key={it.id} class="row-link">
                <td>
                  <a class="cell-who" href={settingsPath("departments", it.id)}>
                    <span class={`dot hue-${hue(`department${it.id}`)}`} />
                    <bdi>{it.name}</bdi>
                  </a>
                </td>
                <td class="end">
                  <span class="cell-who">
                    {it.agents.slice(0, 8).map(agent => (
                      <Face
                        key={agent}
                        id={agent}
                        name={desk.agent(agent)?.name ?? "?"}
                        size={20}
                      />
                    ))}
                    <span class="quiet-text num">{it.agents.length}</span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {desk.can("organization") && <SeesAll desk={desk} />}
    </Frame>
  );
}

function Edit({ desk, department }: { desk: SectionProps["desk"]; department: Department | null }) {
  const [isDeleting, setDeleting] = useState(false);
  const path = department && desk.can("organization") && `/departments/${department.id}/settings`;
  const loaded = useLoaded(async () => (path ? await client.get<DepartmentSettings>(path) : null));
  return (
    <Frame
      title={department?.name ?? t("New department")}
      from={{ section: "departments", text: t("Departments") }}
      acts={
        department && (
          <Button kind="danger" onClick={() => setDeleting(true)}>
            {t("Delete…")}
          </Button>
        )
      }
    >
      {department && isDeleting && (
        <DeleteDepartment desk={desk} department={department} close={() => setDeleting(false)} />
      )}
      <Ready of={loaded}>
        {first => <Fields desk={desk} department={department} path={path || ""} first={first} />}
      </Ready>
    </Frame>
  );
}

function Fields(props: {
  desk: SectionProps["desk"];
  department: Department | null;
  /** The path of the department's settings. */
  path: string;
  /**
   * The department's settings; null if the department has no settings yet, or the agent may not see
   * the settings.
   */
  first: DepartmentSettings | null;
}) {
  const { desk, department, path, first } = props;
  const [name, setName] = useState(department?.name ?? "");
  const [agents, setAgents] = useState<ReadonlySet<number>>(new Set(department?.agents ?? []));
  const target = first?.replyTargetSeconds ?? null;
  const [minutes, setMinutes] = useState(target === null ? "" : String(target / 60));
  const [hours, setHours] = useState<Hours | null>(first?.hours ?? null);
  const [kept, setKept] = useState(JSON.stringify([target, hours]));
  const replyTargetSeconds = minutes.trim() === "" ? null : Math.round(Number(minutes) * 60);
  const isNumber = replyTargetSeconds === null || replyTargetSeconds >= 0;
  return (
    <Form
      act={department ? t("Save") : t("Add the department")}
      off={name.trim() === "" ? t("Enter a name") : isNumber ? undefined : t("not valid")}
      keep={async () => {
        const body = { name: name.trim(), agents: [...agents] };
        if (department) await client.patch(`/departments/${department.id}`, body);
        else await client.post("/departments", body);
        // What was not changed here may have been changed elsewhere.
        const settings = JSON.stringify([replyTargetSeconds, hours]);
        if (first && settings !== kept) {
          await client.patch(path, { replyTargetSeconds, hours });
          setKept(settings);
        }
        await desk.reloadTeam();
        if (!department) go(settingsPath("departments"));
      }}
    >
      <Field label={t("Name")} hint={t("Customers may see it.")} value={name} onText={setName} />
      <fieldset>
        <legend class="label">{t("Agents")}</legend>
        {desk.team.value.agents.map(it => (
          <Check
            key={it.id}
            checked={agents.has(it.id)}
            onChange={isIn => {
              const next = new Set(agents);
              if (isIn) next.add(it.id);
              else next.delete(it.id);
              setAgents(next);
            }}
          >
            <span class="cell-who">
              <Face id={it.id} name={it.name} size={20} />
              <bdi>{it.name}</bdi>
            </span>
          </Check>
        ))}
      </fieldset>
      {first && (
        <>
          <Field
            label={t("Reply target, minutes")}
            hint={t("Waiting is measured against it. Empty: the organization's target.")}
            inputMode="numeric"
            wrong={isNumber ? undefined : t("not valid")}
            value={minutes}
            onText={setMinutes}
          />
          <div class="switched">
            <div>
              <p class="label">{t("Own opening hours")}</p>
              <p class="hint">{t("If off, the hours of the organization count.")}</p>
            </div>
            <Switch
              on={hours !== null}
              label={t("Own opening hours")}
              onChange={isOwn => setHours(isOwn ? { zone: zone(), week: {}, holidays: [] } : null)}
            />
          </div>
          {hours && <HoursFields hours={hours} change={setHours} />}
        </>
      )}
    </Form>
  );
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
