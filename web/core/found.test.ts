import { expect, it } from "vitest";
import { choices, foundView, hits, matches, NO_FACETS } from "./found.ts";
import { parse, searchPath } from "./router.ts";
import type { Customer } from "./shapes.ts";

it("a search has every chat until it is narrowed", () => {
  const all = { text: "marta", blocked: null, statuses: null, snoozed: null };
  expect(foundView("marta", NO_FACETS)).toEqual(all);
  expect(foundView("marta", { status: "open", department: "4" })).toEqual({
    text: "marta",
    blocked: null,
    department: 4,
  });
  expect(foundView("marta", { status: "", department: "none" })).toEqual({
    ...all,
    department: "none",
  });
  expect(foundView("marta", { status: "of the road", department: "" })).toEqual(all);
});

it("each facet counts beside the choice of the other", () => {
  const now = { status: "closed", department: "4" };
  const { statuses, departments } = choices("marta", now, [4, 7]);
  expect(statuses.map(it => it.facets)).toEqual(
    ["", "open", "snoozed", "closed"].map(status => ({ status, department: "4" })),
  );
  expect(departments.map(it => it.facets.department)).toEqual(["", "4", "7", "none"]);
  for (const { view } of departments) expect(view).toMatchObject({ statuses: ["closed"] });
  expect(choices("marta", now, []).departments).toEqual([]);
});

it("a narrowed search has an address of its own", () => {
  const path = searchPath("marta & co", { status: "closed", department: "4" });
  const [, query = ""] = path.split("?");
  expect(parse("/inbox/search", query)).toEqual({
    page: "search",
    q: "marta & co",
    status: "closed",
    department: "4",
  });
  expect(searchPath("")).toBe("/inbox/search");
  expect(parse("/inbox/search", "q=a&status=best&department=all")).toMatchObject({
    status: "",
    department: "",
  });
});

it("hits are marked without regard to case and accents", () => {
  expect(hits("Bäckerei Grün", "BACKER")).toEqual(["", "Bäcker", "ei Grün"]);
  expect(hits("Zoe\u0308 and Zoë", "zoe")).toEqual(["", "Zoe\u0308", " and ", "Zoë", ""]);
  expect(hits("Straße 5", "strass")).toEqual(["", "Straß", "e 5"]);
  expect(hits("Σίσυφος", "ΟΣ")).toEqual(["Σίσυφ", "ος", ""]);
  expect(hits("👋 hi", "HI")).toEqual(["👋 ", "hi", ""]);
  expect(hits("a.b", "A.")).toEqual(["", "a.", "b"]);
  expect(hits("nothing", "x")).toEqual(["nothing"]);
  expect(hits("nothing", " ")).toEqual(["nothing"]);
});

it("a customer is found by the fields that have the text, and by whole codes", () => {
  const customer = {
    id: 1,
    name: "Marta",
    email: "marta@ostra.example",
    company: "Ostra",
    phone: "+48 601",
    userId: null,
    tags: [{ name: "Très ostra", color: "#ffffff" }],
    notes: "Knows the founder of Ostra.",
    customData: { shop: "ostra-2", seats: 601, isOstra: true },
    location: { city: "Łódź", countryCode: "PL", regionCode: null },
    locale: "pl",
    integrationId: "TG-77",
  } as unknown as Customer;
  const fields = (asked: string) =>
    matches(customer, asked).map(it => `${it.field} ${it.name}${it.value}`);
  expect(fields("OSTRA")).toEqual([
    "company Ostra",
    "tag Très ostra",
    "note Knows the founder of Ostra.",
    "data shopostra-2",
  ]);
  expect(fields("601")).toEqual(["phone +48 601", "data seats601"]);
  expect(fields("pl")).toEqual(["country PL", "language pl"]);
  expect(fields("tg-")).toEqual(["channel TG-77"]);
  expect(fields("marta")).toEqual([]);
});
