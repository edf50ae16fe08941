// The settings: the list of sections, and the open section.

import { type ComponentType, Fragment } from "preact";
import { type Route, settingsPath } from "../../core/router.ts";
import { Icon } from "../../ui/icon.tsx";
import type { Desk } from "../desk.ts";
import { lazy } from "../lazy.tsx";
import { t } from "../words.ts";
import { Display, Notifications, Profile } from "./device.tsx";
import { sections } from "./sections.ts";

export interface SectionProps {
  desk: Desk;
  id: string;
}

const part = (load: () => Promise<ComponentType<SectionProps>>) => lazy(load, "div");

const PAGES: Record<string, ComponentType<SectionProps>> = {
  profile: Profile,
  notifications: Notifications,
  display: Display,
  "second-factor": part(() => import("./second-factor.tsx").then(it => it.SecondFactor)),
  sessions: part(() => import("./sessions.tsx").then(it => it.Sessions)),
  canned: part(() => import("./canned.tsx").then(it => it.CannedSettings)),
  views: part(() => import("./views.tsx").then(it => it.Views)),
  agents: part(() => import("./agents.tsx").then(it => it.Agents)),
  departments: part(() => import("./departments.tsx").then(it => it.Departments)),
  hours: part(() => import("./hours.tsx").then(it => it.Hours)),
  rules: part(() => import("./rules.tsx").then(it => it.Rules)),
  sites: part(() => import("./sites.tsx").then(it => it.Sites)),
  keys: part(() => import("./keys.tsx").then(it => it.ApiKeys)),
  webhooks: part(() => import("./webhooks.tsx").then(it => it.Webhooks)),
  audit: part(() => import("./audit.tsx").then(it => it.Audit)),
};

export function SettingsPage({
  desk,
  at,
}: {
  desk: Desk;
  at: Extract<Route, { page: "settings" }>;
}) {
  const all = sections(desk);
  const isList = at.section === "" && innerWidth < 800;
  const section = at.section || "profile";
  const here = all.find(it => it.id === section);
  const Page = here ? PAGES[here.id] : undefined;
  const groups = [...new Set(all.map(it => it.group))];
  const Around = isList ? "main" : Fragment;
  return (
    <div class={isList ? "settings settings-list" : "settings"}>
      <Around {...(isList ? { id: "main" } : {})}>
        <nav class="settings-nav scroll" aria-label={t("Settings")}>
          <h1 class="settings-title">{t("Settings")}</h1>
          {groups.map(group => (
            <section key={group}>
              <h2 class="nav-title">{group}</h2>
              <ul>
                {all
                  .filter(it => it.group === group)
                  .map(it => (
                    <li key={it.id}>
                      <a
                        class="nav-entry"
                        href={settingsPath(it.id)}
                        aria-current={it.id === section && !isList ? "page" : undefined}
                      >
                        <Icon name={it.icon} />
                        <span class="nav-section">{it.text}</span>
                        <span class="only-narrow">
                          <Icon name="right" />
                        </span>
                      </a>
                    </li>
                  ))}
              </ul>
            </section>
          ))}
        </nav>
      </Around>
      {!isList && (
        <main class="page" id="main" key={`${section}/${at.id}`}>
          {Page ? (
            <Page desk={desk} id={at.id} />
          ) : (
            <div class="empty">
              <h2>{t("Your role does not open this page")}</h2>
              <p>{t("Ask an admin of this desk.")}</p>
            </div>
          )}
        </main>
      )}
    </div>
  );
}
