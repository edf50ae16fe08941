// Canned responses, which `/` offers in the composer: personal and shared ones.

import { useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import type { Canned } from "../../core/shapes.ts";
import { Button, Check, Field, TextArea } from "../../ui/controls.tsx";
import { ask } from "../confirm.tsx";
import { client } from "../server.ts";
import { fill } from "../variables.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { Form, Frame, Nothing } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

const VARIABLES = [
  "customer.firstName",
  "customer.name",
  "customer.email",
  "customer.phone",
  "customer.company",
  "customer.userId",
  "agent.name",
  "department.name",
  "chat.id",
];

export function CannedSettings({ desk, id }: SectionProps) {
  const all = desk.team.value.canned;
  const [sought, setSought] = useState("");
  if (id !== "") {
    const found = all.find(it => String(it.id) === id);
    return <Edit key={id} desk={desk} canned={found ?? null} />;
  }
  const shown = all
    .filter(it => `${it.shortcut} ${it.text}`.toLowerCase().includes(sought.toLowerCase()))
    .sort((a, b) => a.shortcut.localeCompare(b.shortcut));
  return (
    <Frame
      wide
      title={t("Canned responses")}
      acts={
        <Button kind="primary" icon="plus" onClick={() => go(settingsPath("canned", "new"))}>
          {t("New response")}
        </Button>
      }
    >
      {all.length === 0 ? (
        <Nothing
          title={t("No canned responses")}
          text={t("Write here once what you often answer, and insert it with / in a reply.")}
        />
      ) : (
        <>
          <div class="narrow">
            <Field label={t("Find a response")} value={sought} onText={setSought} />
          </div>
          <div class="table-place">
            <table class="table">
              <thead>
                <tr>
                  <th>{t("Shortcut")}</th>
                  <th>{t("Text")}</th>
                  <th>{t("Owner")}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(it => (
                  <tr key={it.id} class="row-link">
                    <td>
                      <a href={settingsPath("canned", it.id)}>
                        <code>/{it.shortcut}</code>
                      </a>
                    </td>
                    <td class="cell-long">
                      <span class="cut" dir="auto">
                        {it.text}
                      </span>
                    </td>
                    <td class="quiet-text">{it.agent === null ? t("shared") : t("mine#canned")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Frame>
  );
}

function Edit({ desk, canned }: { desk: SectionProps["desk"]; canned: Canned | null }) {
  const [shortcut, setShortcut] = useState(canned?.shortcut ?? "");
  const [text, setText] = useState(canned?.text ?? "");
  const [isShared, setShared] = useState(canned ? canned.agent === null : desk.can("sharedCanned"));
  const back = () => go(settingsPath("canned"));
  const remove = async () => {
    const isSure = await ask({
      title: t("Delete /{name}?", { name: shortcut }),
      text: t("Nobody can insert it any more. Messages already sent stay."),
      act: t("Delete"),
    });
    if (!isSure || !canned) return;
    await act(desk, () => client.delete(`/canned/${canned.id}`), t("Deleted"), back);
    await desk.reloadTeam();
  };
  const pieces = fill(text, {
    customer: null,
    agent: desk.me.agent,
    chat: null,
    department: null,
  });
  return (
    <Frame
      title={canned ? `/${canned.shortcut}` : t("New response")}
      from={{ section: "canned", text: t("Canned responses") }}
      acts={
        canned && (
          <Button kind="danger" onClick={() => void remove()}>
            {t("Delete…")}
          </Button>
        )
      }
    >
      <Form
        act={canned ? t("Save") : t("Add the response")}
        off={
          shortcut.trim() === "" || text.trim() === ""
            ? t("Enter a shortcut and a text")
            : undefined
        }
        keep={async () => {
          const body = { shortcut: shortcut.trim().replace(/^\//, ""), text };
          if (canned) await client.patch(`/canned/${canned.id}`, body);
          else await client.post("/canned", { ...body, shared: isShared });
          await desk.reloadTeam();
          if (!canned) back();
        }}
      >
        <Field
          mono
          label={t("Shortcut")}
          hint={t("What you type after / in a reply.")}
          value={shortcut}
          onText={setShortcut}
        />
        <TextArea label={t("Text")} rows={8} value={text} onText={setText} />
        <div>
          <p class="hint">
            {t("Filled in when inserted; after | comes the text in case there is nothing:")}
          </p>
          <p class="chips">
            {VARIABLES.map(name => (
              <button
                key={name}
                type="button"
                class="chip chip-code"
                onClick={() => setText(`${text}{{${name}|}}`)}
              >
                {`{{${name}|…}}`}
              </button>
            ))}
          </p>
        </div>
        {!canned && desk.can("sharedCanned") && (
          <Check checked={isShared} onChange={setShared}>
            {t("For everybody")}
          </Check>
        )}
        {text && (
          <div>
            <p class="label">{t("Preview")}</p>
            <p class="preview" dir="auto">
              {pieces.map((it, n) =>
                it.isFilled ? (
                  <span class="filled" key={n}>
                    {it.text}
                  </span>
                ) : (
                  it.text
                ),
              )}
            </p>
          </div>
        )}
      </Form>
    </Frame>
  );
}
