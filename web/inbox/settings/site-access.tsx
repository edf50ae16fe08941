// The sites that may show an application's widget, and the proof with which they identify visitors.

import { useState } from "preact/hooks";
import { Button, Switch, TextArea } from "../../ui/controls.tsx";
import { ask } from "../confirm.tsx";
import type { Desk } from "../desk.ts";
import { client } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { Form, Secret } from "./frame.tsx";
import type { WidgetSettings } from "./snippet.tsx";

export function Access(props: { desk: Desk; widget: WidgetSettings; again: () => void }) {
  const { desk, widget, again } = props;
  const path = `/applications/${widget.application}`;
  const [sites, setSites] = useState(widget.sites.join("\n"));
  const [isEnforced, setEnforced] = useState(widget.enforcesIdentity);
  const [secret, setSecret] = useState("");
  const renew = async () => {
    const isSure =
      !widget.hasSecret ||
      (await ask({
        title: t("Create a new identity secret?"),
        text: t("What your server proves with the old one is refused from now on."),
        act: t("Create a new secret"),
      }));
    if (!isSure) return;
    await act(
      desk,
      async () => setSecret((await client.post<{ secret: string }>(`${path}/secret`)).secret),
      null,
      again,
    );
  };
  return (
    <section class="page-part">
      <h2>{t("Allowed sites and identity")}</h2>
      <Form
        isSecond
        act={t("Save")}
        keep={() =>
          client.patch(`${path}/widget`, {
            sites: sites
              .split(/\n/)
              .map(it => it.trim())
              .filter(Boolean),
            enforcesIdentity: isEnforced,
          })
        }
      >
        <TextArea
          label={t("Allowed sites")}
          hint={t("One per line: shop.example or *.shop.example. Empty: everywhere.")}
          rows={3}
          value={sites}
          onText={setSites}
        />
        <div class="switched">
          <div>
            <p class="label">{t("Require signed identities")}</p>
            <p class="hint">{t("Visitors whose user ID is not signed stay anonymous.")}</p>
          </div>
          <Switch on={isEnforced} label={t("Require signed identities")} onChange={setEnforced} />
        </div>
      </Form>
      <div class="form">
        <div>
          <p class="label">{t("Identity secret")}</p>
          <p class="hint">
            {widget.hasSecret
              ? t("There is one. Your server signs user IDs with it.")
              : t("There is none yet. With it your server proves who a visitor is.")}
          </p>
        </div>
        {secret && (
          <Secret
            value={secret}
            hint={t(
              "It proves to Deskbell who a visitor is. It belongs on your server and is shown once.",
            )}
          />
        )}
        <div>
          <Button icon="key" onClick={() => void renew()}>
            {widget.hasSecret ? t("Create a new secret") : t("Create a secret")}
          </Button>
        </div>
      </div>
    </section>
  );
}
