// The head of the list while rows are checked: their number, and buttons for bulk edits.

import { useCallback, useRef, useState } from "preact/hooks";
import { Box, Button } from "../ui/controls.tsx";
import type { IconName } from "../ui/icon.tsx";
import { AssignMenu, DepartmentMenu, SnoozeMenu, TagMenu } from "./act-menus.tsx";
import * as acts from "./acts.ts";
import type { Desk } from "./desk.ts";
import { t, words } from "./words.ts";

type Kind = "snooze" | "assign" | "tags" | "department";

/** A button with a name; in a narrow bar, the tooltips of all but the first have the name. */
function Act(props: { icon: IconName; text: string; act: (event: MouseEvent) => void }) {
  return (
    <Button
      kind="quiet"
      size="bar"
      class="bulk-act"
      icon={props.icon}
      tip={props.text}
      onClick={props.act}
    >
      <span class="bulk-text cut">{props.text}</span>
    </Button>
  );
}

export function BulkBar({ desk }: { desk: Desk }) {
  const [menu, setMenu] = useState<Kind | null>(null);
  const at = useRef<HTMLElement | null>(null);
  const close = useCallback(() => setMenu(null), []);
  const ids = [...desk.checked.value];
  const open = (kind: Kind) => (event: MouseEvent) => {
    at.current = event.currentTarget as HTMLElement;
    setMenu(kind);
  };
  const props = { desk, ids, at: at.current, close };
  const clear = () => {
    desk.checked.value = new Set();
  };
  return (
    <>
      <div class="bar bulk-bar" role="toolbar" aria-label={t("Actions for the selected chats")}>
        <button type="button" class="row-box" aria-label={t("Select none")} onClick={clear}>
          <Box state="some" />
        </button>
        <h1 class="num">
          <span class="bulk-n" aria-hidden="true">
            {ids.length.toLocaleString(words.language.value)}
          </span>
          <span class="bulk-title">{t("{n} selected", { n: ids.length })}</span>
        </h1>
        <Act icon="check" text={t("Close#chat")} act={() => void acts.close(desk, ids)} />
        <Act icon="moon" text={t("Snooze")} act={open("snooze")} />
        <Act icon="user" text={t("Assign")} act={open("assign")} />
        <span class="spring" />
        <Button size="bar" icon="tag" tip={t("Tags")} onClick={open("tags")} />
        <Button
          size="bar"
          icon="folder"
          tip={t("Department")}
          tipAt="end"
          onClick={open("department")}
        />
        <Button size="bar" icon="close" tip={t("Select none")} tipAt="end" onClick={clear} />
      </div>
      {menu === "snooze" && <SnoozeMenu {...props} />}
      {menu === "assign" && <AssignMenu {...props} />}
      {menu === "tags" && <TagMenu {...props} />}
      {menu === "department" && <DepartmentMenu {...props} />}
    </>
  );
}
