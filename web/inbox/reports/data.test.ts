import { describe, expect, it } from "vitest";
import { differs, period, preceding, ticks } from "./data.ts";

describe("reports", () => {
  const now = new Date(2026, 10, 26, 13, 59);

  it("know the days of a period and those before it", () => {
    expect(period("7", now)).toEqual({ from: "2026-11-20", to: "2026-11-26" });
    expect(period("week", now)).toEqual({ from: "2026-11-16", to: "2026-11-22" });
    expect(period("month", now)).toEqual({ from: "2026-10-01", to: "2026-10-31" });
    expect(preceding({ from: "2026-11-16", to: "2026-11-22" })).toEqual({
      from: "2026-11-09",
      to: "2026-11-15",
    });
    // Clocks change within this period.
    expect(preceding({ from: "2026-03-23", to: "2026-03-29" }).from).toBe("2026-03-16");
  });

  it("have an axis from zero with few round lines", () => {
    expect(ticks(231)).toEqual([0, 100, 200, 300]);
    expect(ticks(3)).toEqual([0, 1, 2, 3]);
    expect(ticks(0)).toEqual([0, 1]);
    for (const most of [1, 7, 99, 1284, 1_284_310]) {
      expect(ticks(most).length).toBeLessThanOrEqual(6);
      expect(ticks(most).at(-1)).toBeGreaterThanOrEqual(most);
    }
  });

  it("take chance for chance", () => {
    expect(differs(1284, 1211)).toBe(false);
    expect(differs(1284, 900)).toBe(true);
    expect(differs(3, 1)).toBe(false);
  });
});
