// Controls: buttons, keys, fields, boxes, chips, avatars and the wait ring. They know no
// translations and no operations; their texts are parameters.

import type { ComponentChildren, InputHTMLAttributes, Ref, TargetedMouseEvent } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { hue } from "./hue.ts";
import { Icon, type IconName } from "./icon.tsx";

export interface ButtonProps {
  kind?: "primary" | "plain" | "quiet" | "danger" | "destroy";
  size?: "bar" | "form";
  icon?: IconName;
  iconSize?: 16 | 20;
  /** The keyboard shortcut, shown on the button. */
  keys?: string[];
  /** A text shown on hover and focus, besides the label. */
  tip?: string | undefined;
  tipAt?: "start" | "end" | "up";
  label?: string;
  wide?: boolean;
  /** The reason why the button is disabled, which the button shows. The button stays focusable. */
  off?: string | false | undefined;
  submit?: boolean;
  children?: ComponentChildren;
  onClick?: (event: TargetedMouseEvent<HTMLButtonElement>) => void;
  expanded?: boolean;
  pressed?: boolean;
  class?: string;
  innerRef?: Ref<HTMLButtonElement>;
  form?: string;
}

export function Button(props: ButtonProps) {
  const { kind = "plain", size, icon, keys, tip, off, children } = props;
  const isIcon = children === undefined;
  const classes = ["button", isIcon ? "button-icon" : `button-${kind}`];
  if (isIcon && kind === "plain") classes.push("button-quiet");
  if (isIcon && kind !== "plain") classes.push(`button-${kind}`);
  if (size) classes.push(`button-${size}`);
  if (props.wide) classes.push("button-wide");
  if (props.class) classes.push(props.class);
  const text = off || tip;
  return (
    <button
      ref={props.innerRef ?? null}
      type={props.submit ? "submit" : "button"}
      form={props.form}
      class={classes.join(" ")}
      aria-label={isIcon ? (props.label ?? tip) : undefined}
      aria-disabled={off ? "true" : undefined}
      aria-expanded={props.expanded}
      aria-pressed={props.pressed}
      aria-keyshortcuts={keys?.join("+")}
      data-tip={text || undefined}
      data-tip-start={props.tipAt === "start" ? "" : undefined}
      data-tip-end={props.tipAt === "end" ? "" : undefined}
      data-tip-up={props.tipAt === "up" ? "" : undefined}
      onClick={event => {
        if (off) event.preventDefault();
        else props.onClick?.(event);
      }}
    >
      {icon && <Icon name={icon} size={props.iconSize ?? 16} />}
      {children}
      {keys && !isIcon && <Keys keys={keys} />}
    </button>
  );
}

/** Shows a key combination as it is written on keyboards. */
export function Keys({ keys }: { keys: string[] }) {
  return (
    <span class="keys" aria-hidden="true">
      {keys.map(key => (
        <kbd class="key" key={key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}

/** The initials of a name: two letters in scripts with case, one letter in other scripts. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s.@_-]+/u)
    .filter(it => /\p{L}|\p{N}/u.test(it));
  const letter = (word: string | undefined) =>
    [...(word ?? "")].find(it => /\p{L}|\p{N}/u.test(it)) ?? "";
  const first = letter(words[0]);
  if (first.toLowerCase() === first.toUpperCase()) return first;
  const last = words.length > 1 && !name.includes("@") ? letter(words[words.length - 1]) : "";
  return (first + last).toUpperCase();
}

export function Avatar(props: {
  id: number;
  name: string | null;
  kind: "customer" | "agent";
  size?: 20 | 24 | 32 | 40 | 64;
  isOn?: boolean;
  /** The link to a picture. If the picture does not load, the initials are shown. */
  picture?: string | null | undefined;
}) {
  const { id, name, kind, size = 32, isOn, picture } = props;
  const [lost, setLost] = useState("");
  const classes = ["avatar", `avatar-${size}`];
  if (kind === "agent") classes.push("avatar-agent");
  if (name) classes.push(`hue-${hue(`${kind}${id}`)}`);
  else classes.push("avatar-visitor");
  if (isOn) classes.push("avatar-on");
  return (
    <span class={classes.join(" ")} aria-hidden="true">
      {picture && picture !== lost ? (
        <img src={picture} alt="" draggable={false} onError={() => setLost(picture)} />
      ) : name ? (
        initials(name)
      ) : (
        <Icon name="user" />
      )}
    </span>
  );
}

export function Tag({ name, children }: { name: string; children?: ComponentChildren }) {
  return (
    <span class={`chip chip-tag hue-${hue(name)}${children ? " chip-open" : ""}`} title={name}>
      <bdi class="cut">{name}</bdi>
      {children}
    </span>
  );
}

/** A ring that shows how much of the reply target a customer has waited. */
function Ring({ share }: { share: number }) {
  const length = 2 * Math.PI * 5;
  const arc = Math.max(0.04, Math.min(1, share)) * length;
  return (
    <svg class="ring" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <circle cx="7" cy="7" r={share >= 1 ? 6.5 : 5.5} />
      {share < 1 && (
        <circle
          class="ring-arc"
          cx="7"
          cy="7"
          r="5.5"
          stroke-dasharray={`${arc * 1.1} ${length * 1.1}`}
          transform="rotate(-90 7 7)"
        />
      )}
    </svg>
  );
}

export function Wait(props: { share: number | null; text: string; says: string }) {
  const { share, text, says } = props;
  const kind = share === null ? "none" : share >= 1 ? "late" : share >= 0.5 ? "half" : "some";
  return (
    <span class={`wait wait-${kind}`}>
      {share !== null && <Ring share={share} />}
      <span aria-hidden="true">{text}</span>
      <span class="sr">{says}</span>
    </span>
  );
}

export function Box({ state }: { state: "on" | "off" | "some" }) {
  return (
    <span class={`box box-${state}`} aria-hidden="true">
      <Icon name={state === "some" ? "minus" : "check"} />
    </span>
  );
}

export function Check(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ComponentChildren;
  disabled?: boolean;
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled ?? false}
        onChange={event => props.onChange(event.currentTarget.checked)}
      />
      <Box state={props.checked ? "on" : "off"} />
      <span>{props.children}</span>
    </label>
  );
}

export function Switch(props: { on: boolean; label: string; onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={props.on}
      aria-label={props.label}
      onClick={() => props.onChange(!props.on)}
    />
  );
}

export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  wrong?: string | undefined;
  fine?: string | undefined;
  value: string;
  onText: (text: string) => void;
  type?: string;
  form?: boolean;
  end?: ComponentChildren;
  autocomplete?: string;
  inputRef?: Ref<HTMLInputElement>;
  mono?: boolean;
  inputMode?: "numeric" | "email" | "url" | "tel" | "text";
  maxLength?: number;
  placeholder?: string;
  disabled?: boolean;
  autofocus?: boolean;
  onKeyDown?: (event: KeyboardEvent) => void;
  onBlur?: () => void;
}

/** A labelled field, with a hint above and an error below. */
export function Field(props: FieldProps) {
  const { label, hint, wrong, fine, value, onText, form, end, inputRef, mono, ...rest } = props;
  const id = useId();
  return (
    <div class="labelled">
      <label for={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}h`}>
          {hint}
        </span>
      )}
      <div class={end ? "with-end" : undefined}>
        <input
          {...(rest as InputHTMLAttributes<HTMLInputElement>)}
          ref={inputRef ?? null}
          id={id}
          class={`field${form ? " field-form" : ""}${mono ? " mono" : ""}`}
          value={value}
          aria-invalid={wrong ? "true" : undefined}
          aria-describedby={
            [hint && `${id}h`, wrong && `${id}w`].filter(Boolean).join(" ") || undefined
          }
          onInput={event => onText(event.currentTarget.value)}
        />
        {end}
      </div>
      {wrong && (
        <span class="wrong" id={`${id}w`} role="alert">
          <Icon name="warning" />
          {wrong}
        </span>
      )}
      {!wrong && fine && (
        <span class="fine">
          <Icon name="check" />
          {fine}
        </span>
      )}
    </div>
  );
}

export function TextArea(props: {
  label: string;
  hint?: ComponentChildren;
  wrong?: string | undefined;
  value: string;
  rows?: number;
  onText: (text: string) => void;
}) {
  const id = useId();
  return (
    <div class="labelled">
      <label for={id}>{props.label}</label>
      {props.hint && <span class="hint">{props.hint}</span>}
      <textarea
        id={id}
        class="field"
        rows={props.rows ?? 4}
        value={props.value}
        dir="auto"
        aria-invalid={props.wrong ? "true" : undefined}
        onInput={event => props.onText(event.currentTarget.value)}
      />
      {props.wrong && (
        <span class="wrong" role="alert">
          <Icon name="warning" />
          {props.wrong}
        </span>
      )}
    </div>
  );
}

export function Select<V extends string>(props: {
  label: string;
  hint?: ComponentChildren;
  value: V;
  options: readonly (readonly [V, string])[];
  onChange: (value: V) => void;
  hideLabel?: boolean;
}) {
  const id = useId();
  return (
    <div class="labelled">
      <label for={id} class={props.hideLabel ? "sr" : undefined}>
        {props.label}
      </label>
      {props.hint && <span class="hint">{props.hint}</span>}
      <span class="select">
        <select
          id={id}
          class="field"
          value={props.value}
          onChange={event => props.onChange(event.currentTarget.value as V)}
        >
          {props.options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </div>
  );
}

/** A ref to the button from which a menu opens. */
export const useAnchor = () => useRef<HTMLButtonElement>(null);
