// Fields of a customer that are edited in place: a click begins the edit, and leaving the field
// stores it. If a colleague has changed the field meanwhile, the agent is asked which value to
// keep.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Customer } from "../core/shapes.ts";
import { Button } from "../ui/controls.tsx";
import { copy } from "./copy.ts";
import type { Desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { customerName, firstName } from "./names.ts";
import { customers, Meanwhile } from "./server.ts";
import { t } from "./words.ts";

/** The names of a customer's editable text fields. */
export type TextKey = "name" | "email" | "phone" | "company" | "userId" | "notes";

interface About {
  desk: Desk;
  customer: Customer;
  field: TextKey;
  /** Called with the customer after the change. */
  change: (next: Customer) => void;
}

/** The state of one edit, from the click until the server has accepted the value. */
function useEdit({ desk, customer, field, change }: About) {
  const value = customer[field] ?? "";
  const [typed, setTyped] = useState<string | null>(null);
  const [seen, setSeen] = useState("");
  const [wrong, setWrong] = useState("");
  const [theirs, setTheirs] = useState<Customer | null>(null);
  /**
   * True while leaving the field stores the value. False while the value is being stored, and after
   * the edit.
   */
  const isOpen = useRef(false);
  const end = () => {
    isOpen.current = false;
    setTyped(null);
    setWrong("");
    setTheirs(null);
  };
  const keep = async (text: string, over: string) => {
    if (text === over) return end();
    isOpen.current = false;
    try {
      const [now, next] = [over === "" ? null : over, text === "" ? null : text];
      change({ ...customer, ...(await customers.change(customer.id, field, now, next)) });
      end();
    } catch (failure) {
      isOpen.current = true;
      if (failure instanceof Meanwhile) setTheirs(failure.now);
      else {
        setWrong(sentence(failure));
        desk.say(sentence(failure), null, true);
      }
    }
  };
  return {
    value,
    typed,
    wrong,
    theirs: theirs && (theirs[field] ?? ""),
    begin: () => {
      isOpen.current = true;
      setSeen(value);
      setTyped(value);
    },
    type: setTyped,
    end,
    /** Stores the typed value, unless the agent is being asked which value to keep. */
    done: () => {
      if (typed !== null && isOpen.current && !theirs) void keep(typed.trim(), seen);
    },
    /** Overwrites the value that a colleague stored meanwhile. */
    insist: () => {
      const over = theirs?.[field] ?? "";
      setSeen(over);
      setTheirs(null);
      void keep((typed ?? "").trim(), over);
    },
    /** Keeps the value that a colleague stored meanwhile. */
    yield: () => {
      if (theirs) change({ ...customer, ...theirs });
      end();
    },
  };
}

/** Shows the colleague's value, and asks which value to keep. */
function Question({ edit }: { edit: ReturnType<typeof useEdit> }) {
  return (
    <div class="meanwhile" role="alert">
      <p>
        {edit.theirs
          ? t("A colleague changed it meanwhile to “{text}”.", { text: edit.theirs })
          : t("A colleague emptied it meanwhile.")}
      </p>
      <Button size="bar" onClick={edit.yield}>
        {t("Keep theirs")}
      </Button>
      <Button size="bar" onClick={edit.insist}>
        {t("Keep mine")}
      </Button>
    </div>
  );
}

interface InPlaceProps extends About {
  label: string;
  /** True if the agent may not change the value. */
  isFixed: boolean;
  /** The text of a heading, which stands for the value and begins its edit. */
  heading?: string;
}

/** A value that a click turns into a field; leaving the field stores the value. */
export function InPlace(props: InPlaceProps) {
  const { label, isFixed, heading } = props;
  const edit = useEdit(props);
  const { value } = edit;
  const field = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  /** True if a key ended the edit: the next key is meant for this place. */
  const isByKey = useRef(false);
  const isEditing = edit.typed !== null;
  useLayoutEffect(() => {
    if (isEditing) {
      field.current?.focus();
      field.current?.select();
    } else if (isByKey.current && document.activeElement === document.body) {
      opener.current?.focus();
    }
    isByKey.current = false;
  }, [isEditing]);
  const shown = heading ?? value;
  const Place = heading === undefined ? "span" : "h2";
  if (isFixed) {
    return (
      <Place class="cut value" dir="auto" title={shown}>
        {shown}
      </Place>
    );
  }
  if (!isEditing) {
    return (
      <Place class="value-place">
        <button
          ref={opener}
          type="button"
          class={`cut value${shown ? "" : " value-none"}`}
          dir={shown ? "auto" : undefined}
          title={shown || label}
          aria-label={`${label}: ${shown || t("Add")}`}
          onClick={edit.begin}
        >
          {shown || t("Add")}
        </button>
        {value && heading === undefined && (
          <Button
            class="value-copy"
            size="bar"
            icon="copy"
            label={t("Copy {name}", { name: label })}
            onClick={() => void copy(value)}
          />
        )}
      </Place>
    );
  }
  return (
    <>
      <input
        ref={field}
        class="field value-field"
        dir="auto"
        aria-label={label}
        aria-invalid={edit.wrong ? "true" : undefined}
        value={edit.typed ?? ""}
        onInput={event => edit.type(event.currentTarget.value)}
        onBlur={edit.done}
        onKeyDown={event => {
          event.stopPropagation();
          isByKey.current = event.key === "Enter" || event.key === "Escape";
          if (event.key === "Enter") edit.done();
          if (event.key === "Escape") edit.end();
        }}
      />
      {edit.theirs !== null && <Question edit={edit} />}
    </>
  );
}

/** Shows the notes about a customer, which can be edited. */
export function Note(props: Omit<About, "field">) {
  const { desk, customer } = props;
  const edit = useEdit({ ...props, field: "notes" });
  if (edit.typed === null) {
    return (
      <button
        type="button"
        class={`panel-note aligned${edit.value ? "" : " value-none"}`}
        dir="auto"
        disabled={!desk.can("customers")}
        onClick={edit.begin}
      >
        {edit.value || t("Add")}
      </button>
    );
  }
  return (
    <>
      <textarea
        class="field"
        rows={4}
        dir="auto"
        autofocus
        aria-label={t("Note about {name}", { name: firstName(customerName(customer)) })}
        value={edit.typed}
        onInput={event => edit.type(event.currentTarget.value)}
        onBlur={edit.done}
        onKeyDown={event => {
          event.stopPropagation();
          if (event.key === "Escape") edit.end();
        }}
      />
      {edit.theirs !== null && <Question edit={edit} />}
    </>
  );
}
