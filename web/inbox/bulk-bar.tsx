// The head of the list while rows are checked: how many, and what can be done with them.

import { useCallback, useRef, useState } from "preact/hooks";
import { Box, Button } from "../ui/controls.tsx";
import { AssignMenu, DepartmentMenu, SnoozeMenu, TagMenu } from "./act-menus.tsx";
import * as acts from "./acts.ts";
import type { Desk } from "./desk.ts";
import { t } from "./words.ts";

type Kind = "snooze" | "assign" | "tags" | "department";

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
    <div class="bar bulk-bar" role="toolbar" aria-label={t("What to do with the selected chats")}>
      <button type="button" class="row-box" aria-label={t("Select none")} onClick={clear}>
        <Box state="some" />
      </button>
      <h1 class="num">{t("{n} selected", { n: ids.length })}</h1>
      <Button kind="quiet" size="bar" icon="check" onClick={() => void acts.close(desk, ids)}>
        {t("Close#chat")}
      </Button>
      <Button kind="quiet" size="bar" icon="moon" onClick={open("snooze")}>
        {t("Snooze")}
      </Button>
      <Button kind="quiet" size="bar" icon="user" onClick={open("assign")}>
        {t("Assign")}
      </Button>
      <span class="spring" />
      <Button size="bar" icon="tag" tip={t("Tags")} onClick={open("tags")} />
      <Button
        size="bar"
        icon="folder"
        tip={t("Department")}
        tipAt="end"
        onClick={open("department")}
      />
      {menu === "snooze" && <SnoozeMenu {...props} />}
      {menu === "assign" && <AssignMenu {...props} />}
      {menu === "tags" && <TagMenu {...props} />}
      {menu === "department" && <DepartmentMenu {...props} />}
    </div>
  );
}
