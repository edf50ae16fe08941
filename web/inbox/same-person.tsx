// Other customers with the same e-mail address or phone number, who may be the same person, and
// merging them.

import { useEffect, useState } from "preact/hooks";
import type { Customer } from "../core/shapes.ts";
import type { Thread } from "../core/thread.ts";
import { Avatar, Button } from "../ui/controls.tsx";
import { ask } from "./confirm.tsx";
import type { Desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { customerName } from "./names.ts";
import { customers } from "./server.ts";
import { t } from "./words.ts";

/**
 * The maximal number of similar customers that are shown. More matches are hardly the same person.
 */
const SHOWN_MAX = 3;

const address = (it: Customer) => it.email?.trim().toLowerCase() ?? "";
/** The digits of a phone number without leading zeros, for comparisons. */
const digits = (it: Customer) => it.phone?.replace(/\D/g, "").replace(/^0+/, "") ?? "";

/** Tells whether two customers have the same e-mail address or phone number. */
export function isAlike(one: Customer, other: Customer): boolean {
  if (one.id === other.id) return false;
  const isOneNumber = digits(one).length >= 6 && digits(one) === digits(other);
  return (address(one) !== "" && address(one) === address(other)) || isOneNumber;
}

/**
 * The customer who is removed by a merge: the customer without a `userId`. Null if both customers
 * have a `userId`.
 */
export function whoGoes(here: Customer, other: Customer): Customer | null {
  if (!other.userId) return other;
  return here.userId ? null : here;
}

export function SamePerson({ desk, thread }: { desk: Desk; thread: Thread }) {
  const customer = thread.customer.value;
  const [found, setFound] = useState<Customer[]>([]);
  const mayMerge = desk.can("customerMerges");
  const { id, email, phone } = customer ?? { id: 0, email: null, phone: null };
  useEffect(() => {
    setFound([]);
    if (!customer || !mayMerge) return;
    let isHere = true;
    const sought = [email, phone].filter(it => it !== null && it.trim().length > 2) as string[];
    void Promise.all(sought.map(it => customers.alike(it).catch(() => []))).then(all => {
      if (!isHere) return;
      const unique = new Map(all.flat().map(it => [it.id, it]));
      setFound([...unique.values()].filter(it => isAlike(customer, it)).slice(0, SHOWN_MAX));
    });
    return () => {
      isHere = false;
    };
  }, [id, email, phone, mayMerge]);
  if (!customer || found.length === 0) return null;
  const merge = async (other: Customer) => {
    const gone = whoGoes(customer, other);
    if (!gone) return;
    const stays = gone.id === other.id ? customer : other;
    const isSure = await ask({
      title: t("Merge {gone} into {stays}?", {
        gone: nameOf(gone),
        stays: nameOf(stays),
      }),
      text: t(
        "All chats, events and tags move to {stays}, and fields already filled in there stay. This cannot be undone.",
        { stays: nameOf(stays) },
      ),
      act: t("Merge"),
    });
    if (!isSure) return;
    try {
      const merged = await customers.merge(gone.id, stays.id);
      setFound(now => now.filter(it => it.id !== other.id));
      thread.customer.value = merged;
      desk.list.mark();
      await thread.load();
      desk.say(t("{gone} was merged into {stays}", { gone: nameOf(gone), stays: nameOf(stays) }));
    } catch (failure) {
      desk.say(sentence(failure), null, true);
    }
  };
  return (
    <section class="panel-part">
      <h3>{t("Same person?")}</h3>
      <ul class="alike">
        {found.map(it => {
          const both = whoGoes(customer, it) === null;
          return (
            <li key={it.id}>
              <Avatar id={it.id} name={it.name || it.email} kind="customer" size={24} />
              <span class="alike-who">
                <bdi class="cut">{nameOf(it)}</bdi>
                <bdi class="cut quiet-text">{it.email ?? it.phone}</bdi>
              </span>
              <Button
                size="bar"
                off={both ? t("Your site gave each a user ID: they are two users") : undefined}
                onClick={() => void merge(it)}
              >
                {t("Merge")}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const nameOf = (it: Customer) => `${customerName(it)} (${it.id})`;
