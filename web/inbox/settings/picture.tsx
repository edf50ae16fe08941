// The picture of an agent: chosen, scaled down on this device, shown, and removed.

import { useRef, useState } from "preact/hooks";
import { squared } from "../../core/files.ts";
import { Button } from "../../ui/controls.tsx";
import type { Desk } from "../desk.ts";
import { Face } from "../face.tsx";
import { sentence } from "../failures.ts";
import { client } from "../server.ts";
import { t } from "../words.ts";

export function Picture(props: {
  desk: Desk;
  agent: { id: number; name: string };
  /** The path of the agent in the interface for agents. */
  path: string;
}) {
  const { desk, agent, path } = props;
  const picker = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const has = !!desk.agent(agent.id)?.picture;
  const off = isBusy && t("One moment");

  const work = async (change: () => Promise<unknown>) => {
    setBusy(true);
    setWrong("");
    try {
      await change();
      await desk.reloadTeam();
    } catch (failure) {
      setWrong(sentence(failure));
    }
    setBusy(false);
  };
  const choose = (file: File | undefined) => {
    if (!file) return;
    void work(async () => {
      const picture = await squared(file);
      if (!picture) throw new Error(t("This file is no image: choose a PNG, JPEG or WebP"));
      await client.put(`${path}/picture`, picture);
    });
  };

  return (
    <div class="profile" role="group" aria-label={t("Picture")}>
      <Face id={agent.id} name={agent.name} size={64} />
      <div>
        <p class="label">{t("Picture")}</p>
        <p class="hint">{t("PNG, JPEG or WebP. Customers see it beside replies.")}</p>
        {wrong && (
          <p class="wrong" role="alert">
            {wrong}
          </p>
        )}
        <div class="form-foot">
          <Button off={off} onClick={() => picker.current?.click()}>
            {t("Choose a picture")}
          </Button>
          {has && (
            <Button
              kind="quiet"
              off={off}
              onClick={() => void work(() => client.delete(`${path}/picture`))}
            >
              {t("Remove the picture")}
            </Button>
          )}
        </div>
      </div>
      <input
        ref={picker}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        aria-label={t("Choose a picture")}
        hidden
        onChange={event => {
          choose(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}
