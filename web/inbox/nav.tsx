// The navigation: views with exact counts, departments, saved views, and the signed-in agent.

import { type ComponentChildren, Fragment } from "preact";
import { useState } from "preact/hooks";
import { viewKey } from "../core/list.ts";
import { chatsPath, go, reportsPath, route, searchPath, settingsPath } from "../core/router.ts";
import type { View } from "../core/shapes.ts";
import { Keys, useAnchor } from "../ui/controls.tsx";
import { hue } from "../ui/hue.ts";
import { Bell, Icon, type IconName } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import type { Desk } from "./desk.ts";
import { MOD } from "./device.ts";
import { Face } from "./face.tsx";
import { openPalette } from "./palette-host.tsx";
import { signOut } from "./sign-out.ts";
import { t, words } from "./words.ts";

export const BUILT_IN: { view: string; icon: IconName; text: () => string }[] = [
  { view: "mine", icon: "inbox", text: () => t("Mine") },
  { view: "unassigned", icon: "nobody", text: () => t("Unassigned") },
  { view: "all", icon: "users", text: () => t("All open") },
  { view: "snoozed", icon: "moon", text: () => t("Snoozed") },
  { view: "drafts", icon: "draft", text: () => t("Drafts") },
  { view: "mentions", icon: "at", text: () => t("Mentions") },
];

/** The translated name of a view. */
export function viewName(desk: Desk, view: string): string {
  const built = BUILT_IN.find(it => it.view === view);
  if (built) return built.text();
  const more: Record<string, () => string> = {
    unread: () => t("Unread"),
    waiting: () => t("Waiting"),
    closed: () => t("Closed"),
    blocked: () => t("Blocked"),
    everything: () => t("Everything"),
  };
  const found = more[view];
  if (found) return found();
  const [kind, ...rest] = view.split("-");
  const value = rest.join("-");
  if (kind === "d") return desk.department(Number(value))?.name ?? t("Department");
  if (kind === "v")
    return desk.team.value.views.find(it => it.id === Number(value))?.name ?? t("View");
  if (kind === "c") return t("Chats of one customer");
  return value;
}

export function Nav({ desk }: { desk: Desk }) {
  const at = route.value;
  const shown = at.page === "chats" ? at.view : "";
  const { departments, views } = desk.team.value;
  const inChat = at.page === "chats" && at.chat !== null;
  return (
    <nav class={`nav${inChat ? " nav-in-chat" : ""}`} aria-label={t("Deskbell")}>
      <div class="nav-head">
        <Bell size={20} />
        <span class="nav-desk cut" dir="auto">
          {desk.me.organization.domain}
        </span>
      </div>
      <button type="button" class="nav-find" onClick={() => openPalette()}>
        <Icon name="search" />
        <span class="nav-text">{t("Find anything")}</span>
        <span class="nav-keys">
          <Keys keys={[`${MOD} K`]} />
        </span>
      </button>
      <div class="nav-lists scroll">
        <ul>
          {BUILT_IN.map(({ view, icon, text }) => (
            <Entry
              key={view}
              desk={desk}
              to={chatsPath(view)}
              isHere={shown === view}
              count={view}
              isHot={view === "unassigned" || view === "mentions"}
              icon={<Icon name={icon} />}
            >
              {text()}
            </Entry>
          ))}
        </ul>
        {departments.length > 0 && (
          <Group title={t("Departments")}>
            {departments.map(it => (
              <Entry
                key={it.id}
                desk={desk}
                to={chatsPath(`d-${it.id}`)}
                isHere={shown === `d-${it.id}`}
                count={{ department: it.id }}
                icon={<span class={`dot hue-${hue(`department${it.id}`)}`} />}
              >
                {it.name}
              </Entry>
            ))}
          </Group>
        )}
        {views.length > 0 && (
          <Group title={t("Saved views")}>
            {views.map(it => (
              <Entry
                key={it.id}
                desk={desk}
                to={chatsPath(`v-${it.id}`)}
                isHere={shown === `v-${it.id}`}
                count={it.filter}
                isHot={it.filter["waiting"] === true}
                icon={<Icon name={it.filter["waiting"] ? "clock" : "star"} />}
              >
                {it.name}
              </Entry>
            ))}
          </Group>
        )}
      </div>
      <ul class="nav-pages">
        <Entry
          desk={desk}
          to={reportsPath()}
          isHere={at.page === "reports"}
          icon={<Icon name="chart" />}
        >
          {t("Reports")}
        </Entry>
        <Entry
          desk={desk}
          to={settingsPath("profile")}
          isHere={at.page === "settings"}
          icon={<Icon name="gear" />}
        >
          {t("Settings")}
        </Entry>
      </ul>
      <Self desk={desk} />
      <Dock desk={desk} />
    </nav>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <>
      <h2 class="nav-title">{title}</h2>
      <ul>{children}</ul>
    </>
  );
}

function Entry(props: {
  desk: Desk;
  to: string;
  isHere: boolean;
  icon: ComponentChildren;
  count?: View;
  /** True if the count is a number of waiting customers. */
  isHot?: boolean;
  children: string;
}) {
  const { desk, to, isHere, icon, count, isHot, children } = props;
  const n = count === undefined ? undefined : desk.list.counts.value.get(viewKey(count));
  const isLate = isHot && n !== undefined && n > 0;
  return (
    <li>
      <a
        class="nav-entry"
        href={to}
        aria-current={isHere ? "page" : undefined}
        data-rail={children}
      >
        {icon}
        <span class="nav-text cut" dir="auto">
          {children}
        </span>
        {n !== undefined && (
          <span class={`nav-count num${isLate ? " nav-late" : ""}`}>
            {n.toLocaleString(words.language.value)}
          </span>
        )}
      </a>
    </li>
  );
}

function Self({ desk }: { desk: Desk }) {
  const anchor = useAnchor();
  const [isOpen, setOpen] = useState(false);
  const { agent } = desk.me;
  const isLive = desk.live.state.value.name === "live";
  const close = () => setOpen(false);
  const items = [
    {
      id: "profile",
      icon: "user" as const,
      text: t("Profile"),
      act: () => go(settingsPath("profile")),
    },
    {
      id: "out",
      icon: "out" as const,
      text: t("Sign out"),
      line: true,
      act: () => void signOut(desk),
    },
  ];
  return (
    <div class="nav-self">
      <button
        ref={anchor}
        type="button"
        class="nav-me"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Face id={agent.id} name={agent.name} size={24} />
        <span class="nav-text cut" dir="auto">
          {agent.name}
        </span>
        <span class={`nav-live${isLive ? " nav-live-on" : ""}`}>
          {isLive ? t("Live") : t("Offline")}
        </span>
      </button>
      {isOpen && <Menu anchor={anchor} label={agent.name} items={items} close={close} />}
    </div>
  );
}

/** The navigation bar at the bottom of the page, on phones. */
function Dock({ desk }: { desk: Desk }) {
  const at = route.value;
  const { agent } = desk.me;
  const entries: [string, string, ComponentChildren, boolean][] = [
    [chatsPath("mine"), t("Inbox"), <Icon key="i" name="inbox" size={20} />, at.page === "chats"],
    [searchPath(""), t("Search"), <Icon key="s" name="search" size={20} />, at.page === "search"],
    [reportsPath(), t("Reports"), <Icon key="r" name="chart" size={20} />, at.page === "reports"],
    [
      settingsPath(),
      t("You"),
      <Face key="y" id={agent.id} name={agent.name} size={24} />,
      at.page === "settings",
    ],
  ];
  return (
    <div class="dock">
      {entries.map(([to, text, icon, isHere]) => (
        <Fragment key={to}>
          <a class="dock-entry" href={to} aria-current={isHere ? "page" : undefined}>
            {icon}
            <span>{text}</span>
          </a>
        </Fragment>
      ))}
    </div>
  );
}
