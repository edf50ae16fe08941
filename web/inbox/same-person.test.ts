import { expect, it } from "vitest";
import type { Customer } from "../core/shapes.ts";
import { isAlike, whoGoes } from "./same-person.tsx";

const customer = (id: number, some: Partial<Customer>) =>
  ({ id, email: null, phone: null, userId: null, ...some }) as Customer;

it("customers are alike by one address or one number, however it is written", () => {
  const ann = customer(1, { email: "Ann@Example.com", phone: "+49 (0)30 123456" });
  expect(isAlike(ann, customer(2, { email: "ann@example.com " }))).toBe(true);
  expect(isAlike(ann, customer(2, { phone: "0049030123456" }))).toBe(true);
  expect(isAlike(ann, customer(2, { email: "ann@example.org", phone: "123456" }))).toBe(false);
  expect(isAlike(ann, ann)).toBe(false);
  expect(isAlike(customer(1, { phone: "123" }), customer(2, { phone: "123" }))).toBe(false);
});

it("the one that the site does not know goes, and of two users none", () => {
  const known = customer(1, { userId: "u" });
  const anonymous = customer(2, {});
  expect(whoGoes(known, anonymous)?.id).toBe(2);
  expect(whoGoes(anonymous, known)?.id).toBe(2);
  expect(whoGoes(anonymous, customer(3, {}))?.id).toBe(3);
  expect(whoGoes(known, customer(3, { userId: "v" }))).toBeNull();
});
