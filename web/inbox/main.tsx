import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/buttons.css";
import "../ui/controls.css";
import "../ui/marks.css";
import "../ui/layers.css";
import "./css/shell.css";
import "./css/list.css";
import "./css/row.css";
import "./css/thread.css";
import "./css/messages.css";
import "./css/attachments.css";
import "./css/composer.css";
import "./css/panel.css";
import "./css/pages.css";
import "./css/outside.css";
import "./css/tables.css";
import "./css/find.css";
import "./css/settings.css";
import "./css/sites.css";
import "./css/reports.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { startRouting } from "../core/router.ts";
import { App } from "./app.tsx";
import { device, followTheme, followWidth, language } from "./device.ts";
import { words } from "./words.ts";

followTheme();
followWidth();
startRouting();
effect(() => {
  // Read here, so that another choice comes at once.
  void device.value.language;
  void words.use(language());
});
const page = document.getElementById("page");
if (page) render(<App />, page);
