// The dialog that saves a search as a view.

import { useState } from "preact/hooks";
import { type Facets, foundView } from "../core/found.ts";
import { chatsPath, go } from "../core/router.ts";
import type { SavedView } from "../core/shapes.ts";
import { Field, Switch } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import type { Desk } from "./desk.ts";
import { client } from "./server.ts";
import { Form } from "./settings/frame.tsx";
import { t } from "./words.ts";

export function SaveView(props: { desk: Desk; text: string; facets: Facets; close: () => void }) {
  const { desk, text, facets, close } = props;
  const [name, setName] = useState(text);
  const [isShared, setShared] = useState(false);
  return (
    <Dialog title={t("Save as view")} close={close} closeText={t("Close#dialog")} width={440}>
      <Form
        act={t("Save the view")}
        off={name.trim() === "" ? t("Enter a name") : undefined}
        keep={async () => {
          const filter = foundView(text, facets);
          const body = { name: name.trim(), filter, shared: isShared };
          const { id } = await client.post<SavedView>("/views", body);
          await desk.reloadTeam();
          close();
          go(chatsPath(`v-${id}`));
        }}
      >
        <Field
          label={t("Name")}
          hint={t("It stands in the navigation, and always shows the chats found now.")}
          value={name}
          onText={setName}
        />
        {desk.can("sharedCanned") && <ForEverybody on={isShared} change={setShared} />}
      </Form>
    </Dialog>
  );
}

/** A switch that shares a view with all agents. */
export function ForEverybody({ on, change }: { on: boolean; change: (on: boolean) => void }) {
  return (
    <div class="switched">
      <div>
        <p class="label">{t("For everybody")}</p>
        <p class="hint">{t("If off, only you see the view.")}</p>
      </div>
      <Switch on={on} label={t("For everybody")} onChange={change} />
    </div>
  );
}
