// Agents: their data, their roles, and the links for their first passwords.

import { useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import type { Agent, Role } from "../../core/shapes.ts";
import { Button, Field, Select } from "../../ui/controls.tsx";
import type { Desk } from "../desk.ts";
import { Face } from "../face.tsx";
import { client, type Page } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { ROLES } from "./device.tsx";
import { Form, Frame, Nothing, Ready, Secret, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";
import { Picture } from "./picture.tsx";

interface Member extends Agent {
  login: string | null;
  secondFactor: boolean;
  active: boolean;
}

interface Link {
  path: string;
  expiresAt: number;
}

const roles = (): [Role, string][] =>
  (Object.keys(ROLES) as Role[]).map(role => [role, ROLES[role]?.() ?? role]);

export function Agents({ desk, id }: SectionProps) {
  const loaded = useLoaded(() => client.get<Page<Member>>("/agents"), id);
  if (id === "new") return <New desk={desk} />;
  if (id !== "") {
    return (
      <Ready of={loaded}>
        {({ data }) => {
          const member = data.find(it => String(it.id) === id);
          return member ? (
            <Edit desk={desk} member={member} again={loaded.again} />
          ) : (
            <Nothing title={t("This agent does not exist")} text="" />
          );
        }}
      </Ready>
    );
  }
  return (
    <Frame
      wide
      title={t("Agents")}
      acts={
        <Button kind="primary" icon="plus" onClick={() => go(settingsPath("agents", "new"))}>
          {t("Invite an agent")}
        </Button>
      }
    >
      <Ready of={loaded}>
        {({ data }) => (
          <div class="table-place">
            <table class="table table-lines">
              <thead>
                <tr>
                  <th>{t("Agent")}</th>
                  <th>{t("Role")}</th>
                  <th>{t("Sign-in name")}</th>
                  <th>{t("Second factor")}</th>
                  <th>{t("State")}</th>
                </tr>
              </thead>
              <tbody>
                {data.map(it => (
                  <tr key={it.id} class="row-link">
                    <td>
                      <a class="cell-who" href={settingsPath("agents", it.id)}>
                        <Face id={it.id} name={it.name} size={24} />
                        <bdi>{it.name}</bdi>
                      </a>
                    </td>
                    <td>{ROLES[it.role]?.()}</td>
                    <td data-none={it.login ? undefined : ""}>
                      <bdi>{it.login ?? "–"}</bdi>
                    </td>
                    <td data-name={t("Second factor")} data-none={it.secondFactor ? undefined : ""}>
                      {it.secondFactor ? t("on") : "–"}
                    </td>
                    <td>
                      {!it.active ? (
                        <span class="state state-off">{t("deactivated")}</span>
                      ) : it.login ? (
                        <span class="state">{t("active")}</span>
                      ) : (
                        <span class="state state-wait">{t("not yet signed in")}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Ready>
    </Frame>
  );
}

function New({ desk }: { desk: Desk }) {
  return (
    <Frame title={t("Invite an agent")} from={{ section: "agents", text: t("Agents") }}>
      <Invite desk={desk} done={() => go(settingsPath("agents"))} />
    </Frame>
  );
}

/**
 * Asks for the new agent's data, and then shows the invitation link. With `done`, a button leaves
 * the page. Without `done`, another agent can be invited.
 */
export function Invite(props: { desk: Desk; done?: () => void; made?: () => void }) {
  const { desk, done, made } = props;
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const [link, setLink] = useState<Link | null>(null);
  return (
    <>
      {link ? (
        <>
          <Secret
            value={location.origin + link.path}
            hint={t("Send this link to {name}. It works once, for 24 hours, and is shown once.", {
              name,
            })}
          />
          <div>
            {done ? (
              <Button onClick={done}>{t("Done")}</Button>
            ) : (
              <Button
                icon="plus"
                onClick={() => {
                  setName("");
                  setEmail("");
                  setLink(null);
                }}
              >
                {t("Invite one more")}
              </Button>
            )}
          </div>
        </>
      ) : (
        <Form
          act={t("Create invitation")}
          off={name.trim() === "" ? t("Enter a name") : undefined}
          keep={async () => {
            const body = {
              name: name.trim(),
              role,
              ...(email.trim() ? { email: email.trim() } : {}),
            };
            const agent = await client.post<Agent & { link?: Link }>("/agents", body);
            setLink(agent.link ?? (await client.post<Link>(`/agents/${agent.id}/invite`)));
            made?.();
            await desk.reloadTeam();
          }}
        >
          <Field
            label={t("Name#person")}
            hint={t("Customers see it beside replies.")}
            value={name}
            onText={setName}
          />
          <Field
            label={t("E-mail")}
            hint={t("Only colleagues see it. Optional.")}
            inputMode="email"
            value={email}
            onText={setEmail}
          />
          <Select label={t("Role")} value={role} options={roles()} onChange={setRole} />
        </Form>
      )}
    </>
  );
}

function Edit({
  desk,
  member,
  again,
}: {
  desk: SectionProps["desk"];
  member: Member;
  again: () => void;
}) {
  const [name, setName] = useState(member.name);
  const [email, setEmail] = useState(member.email ?? "");
  const [role, setRole] = useState<Role>(member.role);
  const [link, setLink] = useState<Link | null>(null);
  const path = `/agents/${member.id}`;
  const makeLink = () =>
    act(
      desk,
      async () =>
        setLink(
          member.login
            ? await client.post<Link>(`${path}/reset`, { secondFactor: true })
            : await client.post<Link>(`${path}/invite`),
        ),
      t("Link created"),
    );
  const turn = () =>
    act(
      desk,
      () => client.patch(path, { active: !member.active }),
      member.active
        ? t("{name} cannot sign in any more", { name })
        : t("{name} can sign in again", { name }),
      again,
    );
  return (
    <Frame title={member.name} from={{ section: "agents", text: t("Agents") }}>
      {link && (
        <Secret
          value={location.origin + link.path}
          hint={t("Send this link to {name}. It works once, for 24 hours, and is shown once.", {
            name,
          })}
        />
      )}
      <Picture desk={desk} agent={member} path={path} />
      <Form
        act={t("Save")}
        keep={async () => {
          await client.patch(path, { name: name.trim(), email: email.trim() || null, role });
          await desk.reloadTeam();
        }}
      >
        <Field label={t("Name#person")} value={name} onText={setName} />
        <Field label={t("E-mail")} inputMode="email" value={email} onText={setEmail} />
        <Select label={t("Role")} value={role} options={roles()} onChange={setRole} />
      </Form>
      <section class="page-part">
        <h2>{t("Signing in")}</h2>
        <p class="quiet-2">
          {member.login
            ? t("A link lets {name} choose a new password and removes the second factor.", {
                name: member.name,
              })
            : t("{name} has not signed in yet.", { name: member.name })}
        </p>
        <div class="form-foot">
          <Button icon="link" onClick={() => void makeLink()}>
            {member.login ? t("Create a password link") : t("Create invitation")}
          </Button>
          {member.id !== desk.me.agent.id && (
            <Button kind={member.active ? "danger" : "plain"} onClick={() => void turn()}>
              {member.active ? t("Deactivate") : t("Activate")}
            </Button>
          )}
        </div>
      </section>
    </Frame>
  );
}
