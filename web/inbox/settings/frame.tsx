// The common parts of the settings pages: a head, loading and errors, empty states, secrets.

import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { settingsPath } from "../../core/router.ts";
import { Button } from "../../ui/controls.tsx";
import { Icon } from "../../ui/icon.tsx";
import { copy } from "../copy.ts";
import { sentence } from "../failures.ts";
import { t } from "../words.ts";
import { refused } from "./refused.ts";

export function Frame(props: {
  title: string;
  /** The list to which the page returns. */
  from?: { section: string; text: string } | undefined;
  acts?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}) {
  const { title, from, acts, wide, children } = props;
  return (
    <>
      <header class="bar page-bar">
        <a
          class="only-narrow button button-icon"
          href={settingsPath(from?.section)}
          aria-label={from?.text ?? t("Settings")}
        >
          <Icon name="back" size={20} />
        </a>
        {from && (
          <>
            <a class="crumb wide-only" href={settingsPath(from.section)}>
              {from.text}
            </a>
            <span class="crumb wide-only">
              <Icon name="right" />
            </span>
          </>
        )}
        <h1 class="cut" dir="auto">
          {title}
        </h1>
        <span class="spring" />
        {acts}
      </header>
      <div class="page-scroll scroll">
        <div class={`page-body${wide ? " page-wide" : ""}`}>{children}</div>
      </div>
    </>
  );
}

/** The state of a request: its value or its failure; `again` repeats the request. */
export interface Loaded<T> {
  value: T | undefined;
  failure: unknown;
  again: () => void;
  set: (value: T) => void;
}

export function useLoaded<T>(load: () => Promise<T>, key: unknown = ""): Loaded<T> {
  const [value, set] = useState<T>();
  const [failure, setFailure] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isHere = true;
    load().then(
      it => {
        if (!isHere) return;
        set(it);
        setFailure(undefined);
      },
      error => isHere && setFailure(error),
    );
    return () => {
      isHere = false;
    };
  }, [key, turn]);
  const again = useCallback(() => setTurn(n => n + 1), []);
  return { value, failure, again, set };
}

/** Shows the loaded value, the failure, or placeholders while the request is running. */
export function Ready<T>({
  of,
  children,
}: {
  of: Loaded<T>;
  children: (value: T) => ComponentChildren;
}) {
  if (of.value !== undefined) return <>{children(of.value)}</>;
  if (of.failure) {
    return (
      <div class="empty" role="alert">
        <h2>{t("This did not load")}</h2>
        <p>{sentence(of.failure)}</p>
        <Button onClick={of.again}>{t("Try again")}</Button>
      </div>
    );
  }
  return (
    <div class="bones" aria-busy="true">
      {Array.from({ length: 6 }, (_, n) => (
        <div class="bone-line" key={n} />
      ))}
    </div>
  );
}

export function Nothing({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

/** A button that copies a text, and then shows whether that succeeded. */
export function CopyButton({ text }: { text: string }) {
  const [isCopied, setCopied] = useState<boolean | null>(null);
  return (
    <Button icon={isCopied ? "check" : "copy"} onClick={() => void copy(text).then(setCopied)}>
      {isCopied === null ? t("Copy") : isCopied ? t("Copied") : t("Not copied")}
    </Button>
  );
}

/** Shows a secret, which can be copied and is not shown again. */
export function Secret({ value, hint }: { value: string; hint: string }) {
  return (
    <div class="secret" role="status">
      <code class="secret-value">{value}</code>
      <CopyButton text={value} />
      <p class="hint">{hint}</p>
    </div>
  );
}

/**
 * A form that stores its values, and shows an error or a confirmation next to its buttons.
 */
export function Form(props: {
  children: ComponentChildren;
  keep: () => Promise<void>;
  act: string;
  off?: string | undefined;
  /**
   * True for a page's further forms, whose buttons are less prominent than the first form's button.
   */
  isSecond?: boolean;
  more?: ComponentChildren;
}) {
  const { children, keep, act, off, isSecond, more } = props;
  const [wrong, setWrong] = useState("");
  const [isKept, setKept] = useState(false);
  const [isBusy, setBusy] = useState(false);
  // What was wrong is being mended, and what was saved is no longer all.
  const touched = () => {
    setWrong("");
    setKept(false);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (off || isBusy) return;
    setBusy(true);
    try {
      await keep();
      setWrong("");
      setKept(true);
    } catch (failure) {
      setWrong(refused(failure));
      setKept(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a switch is clicked by keys too
    <form
      class="form page-form"
      onSubmit={submit}
      onInput={touched}
      onClick={event => (event.target as Element).closest("[role=switch]") && touched()}
    >
      {children}
      <div class="form-foot">
        <Button kind={isSecond ? "plain" : "primary"} submit off={off}>
          {act}
        </Button>
        {more}
        {wrong && (
          <span class="wrong" role="alert">
            <Icon name="warning" /> {wrong}
          </span>
        )}
        {isKept && !wrong && (
          <span class="fine" role="status">
            <Icon name="check" /> {t("Saved")}
          </span>
        )}
      </div>
    </form>
  );
}
