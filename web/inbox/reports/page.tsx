// Reports.

import type { Route } from "../../core/router.ts";
import type { Desk } from "../desk.ts";
import { t } from "../words.ts";

export function ReportsPage(_: { desk: Desk; at: Extract<Route, { page: "reports" }> }) {
  return (
    <main class="page page-middle" id="main">
      <h1>{t("There are no reports yet")}</h1>
    </main>
  );
}
