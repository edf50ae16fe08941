// The bar above the rows of the list: the sort, the number of waiting customers, new chats, and the
// selection of all chats.

import { useCallback, useState } from "preact/hooks";
import { viewKey } from "../core/list.ts";
import type { Sort } from "../core/shapes.ts";
import { isOver, sortsOf, waitingIn } from "../core/views.ts";
import { useAnchor } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { clock } from "../ui/time.ts";
import type { Desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { t, words } from "./words.ts";

/** The maximal number of chats in a selection, so that a bulk edit takes only seconds. */
const SELECTED_MAX = 1_000;

export function SubBar({ desk }: { desk: Desk }) {
  const anchor = useAnchor();
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const { list } = desk;
  const names: Record<Sort, string> = {
    waiting: t("Longest waiting"),
    activity: t("Newest message"),
    created: t("Newest chat"),
    closed: t("Last closed"),
  };
  const items = sortsOf(list.view.value).map(sort => ({
    id: sort,
    text: names[sort],
    isChosen: sort === list.sort.value,
    act: () => {
      // A view of closed chats alone has a sort of its own.
      if (!isOver(list.view.value)) desk.sort.value = sort;
      void list.show(list.view.value, sort);
    },
  }));
  const fresh = list.fresh.value;
  const isLost = desk.isAway;
  return (
    <div class="subbar">
      <button
        ref={anchor}
        type="button"
        class="sorter"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="sort" />
        <span class="cut">{names[list.sort.value]}</span>
        <Icon name="down" />
      </button>
      {isOpen && <Menu anchor={anchor} label={t("Order")} items={items} close={close} />}
      <span class="spring" />
      {fresh > 0 ? (
        <button type="button" class="fresh" onClick={() => list.adopt()}>
          <Icon name="up" />
          {t("{n} new", { n: fresh })}
        </button>
      ) : (
        (isLost && (
          <span class="quiet-text num">
            {t("as of {time}", {
              time: clock(Math.floor(list.asOfMs.value / 1000), words.language.value),
            })}
          </span>
        )) || <Waiting desk={desk} />
      )}
      {desk.checked.value.size > 0 && <SelectMore desk={desk} />}
    </div>
  );
}

/** A link that extends the selection to all loaded rows, then to all chats of the view. */
function SelectMore({ desk }: { desk: Desk }) {
  const [isBusy, setBusy] = useState(false);
  const { total, ids } = desk.list.shown.value;
  const checked = desk.checked.value;
  const most = Math.min(total, SELECTED_MAX);
  if (checked.size >= most) {
    return total <= SELECTED_MAX ? null : (
      <span class="quiet-text">{t("At most {n} at once", { n: SELECTED_MAX })}</span>
    );
  }
  const areLoadedChecked = [...ids.values()].every(it => checked.has(it));
  if (!areLoadedChecked && ids.size < total) {
    return (
      <button type="button" class="link" onClick={() => checkLoaded(desk)}>
        {t("Select all loaded")}
      </button>
    );
  }
  const checkAll = async () => {
    setBusy(true);
    try {
      const all = await desk.list.first(SELECTED_MAX);
      // The selection may have changed meanwhile.
      if (desk.checked.value === checked && all.length > 0) desk.checked.value = new Set(all);
    } catch (failure) {
      desk.say(sentence(failure), null, true);
    }
    setBusy(false);
  };
  return (
    <button
      type="button"
      class="link"
      aria-disabled={isBusy}
      onClick={() => !isBusy && void checkAll()}
    >
      {total <= SELECTED_MAX
        ? t("Select all {n}", { n: total })
        : t("Select the first {n}", { n: SELECTED_MAX })}
    </button>
  );
}

/** Shows the number of waiting customers in the view. */
function Waiting({ desk }: { desk: Desk }) {
  const view = waitingIn(desk.list.view.value);
  const n = view === null ? undefined : desk.list.counts.value.get(viewKey(view));
  if (n === undefined || desk.checked.value.size > 0) return null;
  return (
    <span class="quiet-text num">
      {n === 0 ? t("nobody waits") : t("{n} wait for a reply", { n })}
    </span>
  );
}

/** Selects the loaded rows, at most `SELECTED_MAX`. */
export function checkLoaded(desk: Desk): void {
  const ids = [...desk.list.shown.value.ids].sort(([a], [b]) => a - b).map(([, id]) => id);
  desk.checked.value = new Set(ids.slice(0, SELECTED_MAX));
}
