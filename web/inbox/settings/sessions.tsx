// The sessions of this agent, which can be ended here.

import { Button } from "../../ui/controls.tsx";
import { moment, whole } from "../../ui/time.ts";
import { client, type Page } from "../server.ts";
import { t, words } from "../words.ts";
import { act } from "./acting.ts";
import { Frame, Ready, useLoaded } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

interface SessionRow {
  id: number;
  device: string;
  address: string;
  createdAt: number;
  lastUsedAt: number;
  current: boolean;
}

/** The names of a browser and its system, from its `User-Agent`. */
function deviceName(agent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(agent);
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" };
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(agent)?.[1];
  if (!browser) return agent.slice(0, 60) || t("Unknown device");
  const name = names[browser[1] ?? ""] ?? browser[1];
  return [name, browser[2], system && `· ${system.replace("Mac OS X", "macOS")}`]
    .filter(Boolean)
    .join(" ");
}

export function Sessions({ desk }: SectionProps) {
  const loaded = useLoaded(() => client.get<Page<SessionRow>>("/sessions"));
  const language = words.language.value;
  const end = (path: string) =>
    void act(desk, () => client.delete(path), t("Signed out there"), loaded.again);
  return (
    <Frame
      wide
      title={t("Sessions")}
      acts={<Button onClick={() => end("/sessions")}>{t("Sign out everywhere else")}</Button>}
    >
      <p class="quiet-2">
        {t("A session ends after 12 hours without use, and after 14 days at the latest.")}
      </p>
      <Ready of={loaded}>
        {({ data }) => (
          <div class="table-place">
            <table class="table table-lines">
              <thead>
                <tr>
                  <th>{t("Device")}</th>
                  <th>{t("Address")}</th>
                  <th class="end">{t("Signed in")}</th>
                  <th class="end">{t("Last used")}</th>
                  <th>
                    <span class="sr">{t("More")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.map(it => (
                  <tr key={it.id}>
                    <td title={it.device}>
                      {deviceName(it.device)}{" "}
                      {it.current && <span class="chip chip-status">{t("this one")}</span>}
                    </td>
                    <td class="mono">{it.address}</td>
                    <td
                      class="end"
                      data-name={t("Signed in")}
                      title={whole(it.createdAt, language)}
                    >
                      {moment(it.createdAt, desk.nowS.value, language)}
                    </td>
                    <td
                      class="end"
                      data-name={t("Last used")}
                      title={whole(it.lastUsedAt, language)}
                    >
                      {moment(it.lastUsedAt, desk.nowS.value, language)}
                    </td>
                    <td class="table-acts">
                      {!it.current && (
                        <Button kind="danger" size="bar" onClick={() => end(`/sessions/${it.id}`)}>
                          {t("Sign out")}
                        </Button>
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
