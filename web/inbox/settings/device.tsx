// The settings of this agent and this device: name and password, language and theme, keys, sounds.

import { useState } from "preact/hooks";
import { Button, Field, Select, Switch } from "../../ui/controls.tsx";
import { LANGUAGES } from "../../ui/words.ts";
import { device, type Settings, set } from "../device.ts";
import { showKeys } from "../keyboard.tsx";
import { isSoundBlocked, play } from "../notify.tsx";
import { client } from "../server.ts";
import { signOut } from "../sign-out.ts";
import { t } from "../words.ts";
import { Form, Frame } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";
import { Picture } from "./picture.tsx";

export const ROLES: Record<string, () => string> = {
  agentChatOnly: () => t("Agent, chats only"),
  agent: () => t("Agent"),
  superviser: () => t("Supervisor"),
  admin: () => t("Admin"),
};

export function Profile({ desk }: SectionProps) {
  const { agent, login } = desk.me;
  const [name, setName] = useState(agent.name);
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const { theme, language } = device.value;
  return (
    <Frame
      title={t("Profile")}
      acts={
        <Button icon="out" onClick={() => void signOut(desk)}>
          {t("Sign out")}
        </Button>
      }
    >
      <div>
        <p class="strong">
          <bdi>{agent.name}</bdi>
        </p>
        <p class="quiet-text">
          {ROLES[agent.role]?.() ?? agent.role} · <bdi>{login}</bdi>
        </p>
      </div>
      <Picture desk={desk} agent={agent} path="/me" />
      <Form
        act={t("Save")}
        keep={async () => {
          await client.patch("/me", { name: name.trim() });
          await desk.reloadTeam();
        }}
      >
        <Field
          label={t("Your name")}
          hint={t("Customers see it beside your replies.")}
          value={name}
          onText={setName}
          autocomplete="name"
        />
      </Form>
      <section class="page-part">
        <h2>{t("This device")}</h2>
        <div class="form">
          <Select
            label={t("Theme")}
            value={theme}
            options={[
              ["system", t("Same as the system")],
              ["light", t("Light")],
              ["dark", t("Dark")],
            ]}
            onChange={theme => set({ theme })}
          />
          <Select
            label={t("Language")}
            value={language}
            options={[
              ["system", t("Same as the browser")],
              ...(Object.entries(LANGUAGES) as [Settings["language"], string][]),
            ]}
            onChange={language => set({ language })}
          />
        </div>
      </section>
      <section class="page-part">
        <h2>{t("Password")}</h2>
        <Form
          isSecond
          act={t("Change the password")}
          off={old === "" || next === "" ? t("Enter both passwords") : undefined}
          keep={async () => {
            await client.put("/me/password", { current: old, password: next });
            setOld("");
            setNext("");
          }}
        >
          <Field
            label={t("Current password")}
            type="password"
            autocomplete="current-password"
            value={old}
            onText={setOld}
          />
          <Field
            label={t("New password")}
            hint={t("12 characters or more. A sentence is fine. Your other sessions end.")}
            type="password"
            autocomplete="new-password"
            value={next}
            onText={setNext}
            fine={[...next].length >= 12 ? t("Long enough") : undefined}
          />
        </Form>
      </section>
    </Frame>
  );
}

export function Notifications(_: SectionProps) {
  const now = device.value;
  const permission = typeof Notification === "undefined" ? "denied" : Notification.permission;
  return (
    <Frame title={t("Notifications")}>
      <div class="form">
        <div class="switched">
          <div>
            <p class="label">{t("Sound")}</p>
            <p class="hint">
              {t(
                "A bell when a customer writes to you or in an unassigned chat. Only one tab rings.",
              )}
            </p>
            {isSoundBlocked.value && (
              <p class="wrong">
                {t("Your browser mutes sounds until you click somewhere on the page.")}
              </p>
            )}
          </div>
          <Switch on={now.sound} label={t("Sound")} onChange={sound => set({ sound })} />
        </div>
        <div>
          <Button icon="bell" onClick={() => void play()}>
            {t("Play it")}
          </Button>
        </div>
        <div class="switched">
          <div>
            <p class="label">{t("On the desktop")}</p>
            <p class="hint">
              {permission === "denied"
                ? t("Your browser blocks notifications from this page. Allow them in its settings.")
                : t("A notification for each chat while you are elsewhere.")}
            </p>
          </div>
          <Switch
            on={now.desktop && permission === "granted"}
            label={t("On the desktop")}
            onChange={async desktop => {
              if (desktop && permission !== "granted") await Notification.requestPermission();
              set({ desktop });
            }}
          />
        </div>
        <div class="switched">
          <div>
            <p class="label">{t("Quiet hours")}</p>
            <p class="hint">{t("No sound and no notifications. Counts still change.")}</p>
          </div>
          <Switch on={now.quiet} label={t("Quiet hours")} onChange={quiet => set({ quiet })} />
        </div>
        {now.quiet && (
          <div class="two">
            <Field
              label={t("From")}
              type="time"
              value={now.quietFrom}
              onText={quietFrom => set({ quietFrom })}
            />
            <Field
              label={t("Until")}
              type="time"
              value={now.quietTo}
              onText={quietTo => set({ quietTo })}
            />
          </div>
        )}
      </div>
    </Frame>
  );
}

export function Display(_: SectionProps) {
  const now = device.value;
  return (
    <Frame title={t("Keys and density")}>
      <div class="form">
        <Select
          label={t("Rows of the list")}
          value={now.density}
          options={[
            ["comfortable", t("Comfortable: three lines, with department and tags")],
            ["compact", t("Compact: one line, more chats")],
          ]}
          onChange={density => set({ density })}
        />
        <div class="switched">
          <div>
            <p class="label">{t("Single keys")}</p>
            <p class="hint">{t("Keys such as E and S act at once outside of text fields.")}</p>
          </div>
          <Switch
            on={now.singleKeys}
            label={t("Single keys")}
            onChange={singleKeys => set({ singleKeys })}
          />
        </div>
        <div class="switched">
          <div>
            <p class="label">{t("Enter sends")}</p>
            <p class="hint">
              {t("If off, Enter starts a new line, and Ctrl or ⌘ with Enter sends.")}
            </p>
          </div>
          <Switch
            on={now.enterSends}
            label={t("Enter sends")}
            onChange={enterSends => set({ enterSends })}
          />
        </div>
        <div>
          <Button icon="keyboard" onClick={showKeys}>
            {t("Show all keys")}
          </Button>
        </div>
      </div>
    </Frame>
  );
}
