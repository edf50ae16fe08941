/**
 * Proactive messages next to the button, shown while the chat is closed. Each message is shown
 * once, when its rule matches.
 */

import type { Core } from "./app";
import { next, rule } from "./rules";
import { now, told } from "./state";
import type { Rule } from "./types";

export interface Proactive {
  /**
   * Sets the rules, if any are passed, and waits for the rule that is due next.
   */
  plan(rules?: unknown[]): void;
  /** Called when the page's URL has changed. */
  moved(): void;
  /** Shows the message of a rule; returns false if no rule has this id. */
  invite(id: string): boolean;
}

/** The longest pause between two pages of the same visit, in seconds. */
const VISIT_S = 1800;

/** The proactive messages of a site. */
export function proactive({ state, host, visit, tease }: Core): Proactive {
  let rules: Rule[] = [];
  let since = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Who is known was here before.
  const [count, at] = host.kept().v ?? [visit.known() ? 2 : 1, now()];
  const visits = now() - at > VISIT_S ? count + 1 : count;
  host.keep({ v: [visits, now()] });

  const show = (it: Rule) => {
    if (state().open || state().tease) return;
    host.keep({ r: [...(host.kept().r ?? []), it.id] });
    host.post(["event", "onProactiveMessage", told(it.message, "", null)]);
    tease({ agent: null, text: it.message, at: now(), chat: null, rule: it.id });
  };
  const it: Proactive = {
    plan(given) {
      if (given) rules = given.map(rule);
      clearTimeout(timer);
      const s = state();
      if (s.phase !== "ready" || s.open || s.tease) return;
      const seen = {
        url: host.page().url,
        seconds: (Date.now() - since) / 1000,
        languages: host.languages(),
        visits,
      };
      const due = next(rules, seen, host.kept().r ?? []);
      if (due) timer = setTimeout(() => show(due.rule), due.in * 1000);
    },
    moved() {
      since = Date.now();
      if (state().tease?.rule != null) tease(null);
      it.plan();
    },
    invite(id) {
      const found = rules.find(one => `${one.id}` === id);
      if (found) show(found);
      return !!found;
    },
  };
  return it;
}
