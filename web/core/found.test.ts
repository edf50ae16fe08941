import { expect, it } from "vitest";
import { choices, foundView, NO_FACETS } from "./found.ts";
import { parse, searchPath } from "./router.ts";

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
