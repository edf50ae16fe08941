// A row of the list. It omits what all rows of its view have in common.

import type { Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { plain } from "../core/markdown.ts";
import { chatsPath, go } from "../core/router.ts";
import type { ChatRow } from "../core/shapes.ts";
import { Avatar, Box, Button, Tag } from "../ui/controls.tsx";
import { AssignMenu, SnoozeMenu } from "./act-menus.tsx";
import * as acts from "./acts.ts";
import type { Desk } from "./desk.ts";
import { device } from "./device.ts";
import { Face } from "./face.tsx";
import { customerName, firstName } from "./names.ts";
import { useSwipe } from "./swipe.ts";
import { Wait } from "./wait.tsx";
import { t } from "./words.ts";

export function Row(props: { desk: Desk; view: string; row: Signal<ChatRow>; isOpen: boolean }) {
  const { desk, view, isOpen } = props;
  const row = props.row.value;
  const { id, customer } = row;
  const [menu, setMenu] = useState<{ kind: "snooze" | "assign"; at: HTMLElement } | null>(null);
  const swipe = useSwipe({
    end: () => void acts.close(desk, [id]),
    start: () => setMenu({ kind: "snooze", at: document.body }),
  });
  const isChecked = desk.checked.value.has(id);
  const isCompact = device.value.density === "compact";
  const isTyping = desk.typing.value.has(id);
  const draft = desk.drafts.all.value.get(id);
  const name = customerName(customer);
  const classes = ["row"];
  if (row.unread) classes.push("row-unread");
  if (isOpen) classes.push("row-open");
  if (isChecked) classes.push("row-checked");
  if (desk.cursor.value === id) classes.push("row-cursor");
  const toggle = () => {
    const checked = new Set(desk.checked.value);
    if (!checked.delete(id)) checked.add(id);
    desk.checked.value = checked;
  };
  const open = () => {
    desk.cursor.value = id;
    go(chatsPath(view, id));
    if (innerWidth >= 800) acts.focusRow(id);
  };
  const mine = draft?.text ?? "";
  const isKept = (row.draft === "me" || row.draft === "both") && !desk.drafts.emptied.value.has(id);
  const isDraft = mine !== "" || isKept;
  const isSeen = view !== "mine" && row.assignee !== null && row.assignee !== desk.me.agent.id;
  const assignee = isSeen ? desk.agent(row.assignee) : undefined;
  const isOnline = desk.online.has(id);
  const author = authorOf(desk, row);
  const department = view.startsWith("d-") ? undefined : desk.department(row.department);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the link inside is what opens it
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link inside takes keys
    <div
      class={classes.join(" ")}
      data-chat={id}
      {...swipe}
      onPointerDown={event => {
        // What a press begins is there when the finger lets go.
        if (event.button === 0) desk.threads.get(id);
      }}
      onClick={event => {
        const target = event.target as Element;
        if (target.closest(".row-acts, .row-box, .menu")) return;
        if (event.shiftKey || event.metaKey || event.ctrlKey) toggle();
        else open();
        event.preventDefault();
      }}
    >
      {row.unread && <span class="row-dot" />}
      {isCompact || isChecked || desk.checked.value.size > 0 ? (
        <button
          type="button"
          class="row-box"
          role="checkbox"
          aria-checked={isChecked}
          aria-label={t("Select {name}", { name })}
          onClick={toggle}
        >
          <Box state={isChecked ? "on" : "off"} />
        </button>
      ) : (
        <Avatar
          id={customer.id}
          name={customer.name || customer.email || null}
          kind="customer"
          size={innerWidth < 800 ? 40 : 32}
          isOn={isOnline}
        />
      )}
      <a
        class="row-name cut"
        dir="auto"
        href={chatsPath(view, id)}
        aria-current={isOpen ? "true" : undefined}
        title={name}
        onFocus={() => {
          desk.cursor.value = id;
        }}
      >
        {name}
        {row.unread && <span class="sr">, {t("unread")}</span>}
        {isOnline && <span class="sr">, {t("on the site now")}</span>}
      </a>
      <Wait
        desk={desk}
        since={row.status === "closed" ? null : row.waitingSince}
        last={row.lastMessageAt}
        department={row.department}
      />
      <p class="row-preview">
        {isDraft ? (
          <span class="row-draft">{t("Draft")}</span>
        ) : (
          author && <bdi class="row-author">{author}</bdi>
        )}
        <span class="cut" dir="auto">
          {plain((isDraft && mine) || row.preview || "")}
        </span>
      </p>
      <div class="row-more">
        {department && <span class="cut">{department.name}</span>}
        {row.tags.slice(0, 2).map(tag => (
          <Tag key={tag.name} name={tag.name} />
        ))}
        {isTyping ? (
          <span class="row-typing">{t("typing…")}</span>
        ) : (
          (row.draft === "others" || row.draft === "both") && (
            <span class="row-typing">{t("a colleague writes")}</span>
          )
        )}
        <span class="spring" />
        {assignee && <Face id={assignee.id} name={assignee.name} size={20} />}
      </div>
      <div class="row-acts">
        {row.status !== "closed" && (
          <Button
            size="bar"
            icon="check"
            label={t("Close {name}", { name })}
            tip={t("Close#chat")}
            onClick={() => void acts.close(desk, [id])}
          />
        )}
        <Button
          size="bar"
          icon="moon"
          label={t("Snooze {name}", { name })}
          tip={t("Snooze")}
          onClick={event => setMenu({ kind: "snooze", at: event.currentTarget })}
        />
        <Button
          size="bar"
          icon="user"
          label={t("Assign {name}", { name })}
          tip={t("Assign")}
          tipAt="end"
          onClick={event => setMenu({ kind: "assign", at: event.currentTarget })}
        />
      </div>
      {menu?.kind === "snooze" && (
        <SnoozeMenu desk={desk} ids={[id]} at={menu.at} close={() => setMenu(null)} />
      )}
      {menu?.kind === "assign" && (
        <AssignMenu desk={desk} ids={[id]} at={menu.at} close={() => setMenu(null)} />
      )}
    </div>
  );
}

/** The author of the last message, as text for the row; empty for the customer. */
function authorOf(desk: Desk, row: ChatRow): string {
  if (row.lastMessageAgent === null || !row.preview) return "";
  if (row.lastMessageAgent === desk.me.agent.id) return t("You:");
  const agent = desk.agent(row.lastMessageAgent);
  return agent ? t("{name}:", { name: firstName(agent.name) }) : "";
}
