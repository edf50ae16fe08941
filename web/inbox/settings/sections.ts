// The sections of the settings, by group, and the right that each one needs.

import type { IconName } from "../../ui/icon.tsx";
import type { Desk } from "../desk.ts";
import { t } from "../words.ts";

export interface Section {
  id: string;
  group: string;
  icon: IconName;
  text: string;
}

export function sections(desk: Desk): Section[] {
  const you = t("You");
  const place = t("Desk");
  const channels = t("Channels");
  const developers = t("Developers");
  const all: (Section & { right?: string })[] = [
    { id: "profile", group: you, icon: "user", text: t("Profile") },
    { id: "notifications", group: you, icon: "bell", text: t("Notifications") },
    { id: "display", group: you, icon: "keyboard", text: t("Keys and density") },
    { id: "second-factor", group: you, icon: "lock", text: t("Second factor") },
    { id: "sessions", group: you, icon: "shield", text: t("Sessions") },
    { id: "canned", group: place, icon: "canned", text: t("Canned responses") },
    { id: "views", group: place, icon: "star", text: t("Saved views") },
    { id: "agents", group: place, icon: "users", text: t("Agents"), right: "staff" },
    { id: "departments", group: place, icon: "folder", text: t("Departments"), right: "staff" },
    { id: "hours", group: place, icon: "clock", text: t("Opening hours"), right: "organization" },
    { id: "rules", group: place, icon: "bolt", text: t("Rules"), right: "organization" },
    {
      id: "sites",
      group: channels,
      icon: "globe",
      text: t("Sites and widget"),
      right: "organization",
    },
    { id: "keys", group: developers, icon: "key", text: t("API keys"), right: "keys" },
    { id: "webhooks", group: developers, icon: "webhook", text: t("Webhooks"), right: "webhooks" },
    { id: "audit", group: developers, icon: "book", text: t("Audit trail"), right: "audit" },
  ];
  return all.filter(it => it.right === undefined || desk.can(it.right));
}
