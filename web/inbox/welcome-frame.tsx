// The layout of the first run: the list of steps, and the current step.

import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Bell, Icon } from "../ui/icon.tsx";
import { t } from "./words.ts";

/** The steps of setting up a new organization, in order. */
export const STEPS = ["you", "second-factor", "site", "colleagues", "import"] as const;
export type Step = (typeof STEPS)[number];

export const isStep = (text: string): text is Step => (STEPS as readonly string[]).includes(text);

const NAMES: Record<Step, () => string> = {
  you: () => t("You"),
  "second-factor": () => t("Second factor"),
  site: () => t("Your site"),
  colleagues: () => t("Colleagues"),
  import: () => t("Import"),
};

/** The completed steps of setting up a new organization; skipped steps are not included. */
export const done: Signal<ReadonlySet<Step>> = signal(new Set());

export function finish(step: Step): void {
  if (!done.value.has(step)) done.value = new Set([...done.value, step]);
}

export function WelcomeFrame(props: {
  /** The current step; null for a page without steps. */
  step: Step | null;
  foot?: string;
  children: ComponentChildren;
}) {
  const { step, foot, children } = props;
  const now = step ? STEPS.indexOf(step) : -1;
  // Who is past the first step has a password.
  const isDone = (it: Step) => (it === "you" ? now > 0 : done.value.has(it));
  return (
    <div class="welcome">
      <aside class="welcome-side">
        <p class="welcome-bell">
          <Bell size={36} /> Deskbell
          {step && (
            <span class="only-narrow step-count">
              {t("Step {n} of {all}", { n: now + 1, all: STEPS.length })}
            </span>
          )}
        </p>
        {step && (
          <ol class="steps">
            {STEPS.map((it, n) => (
              <li
                key={it}
                class={n === now ? "step step-now" : isDone(it) ? "step step-done" : "step"}
                aria-current={n === now ? "step" : undefined}
              >
                <span class="step-n">
                  {n !== now && isDone(it) ? <Icon name="check" /> : n + 1}
                </span>
                {NAMES[it]()}
                {(it === "second-factor" || it === "import") && !isDone(it) && (
                  <span class="quiet-text">{t("can wait")}</span>
                )}
              </li>
            ))}
          </ol>
        )}
        {foot && <p class="hint welcome-foot">{foot}</p>}
      </aside>
      <main class="welcome-main" id="main">
        {children}
      </main>
    </div>
  );
}
