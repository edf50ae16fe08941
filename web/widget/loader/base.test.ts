import { describe, expect, it } from "vitest";
import { baseOf } from "./base";

describe("the desk is where the script came from", () => {
  it.each([
    ["https://desk.example/sdk.js", "https://desk.example/"],
    ["https://desk.example/sdk.js?v=3", "https://desk.example/"],
    ["https://desk.example/widget/", "https://desk.example/"],
    ["https://desk.example/compiled/sdk.js", "https://desk.example/"],
    ["https://example.com/support/sdk.js#x", "https://example.com/support/"],
    ["https://example.com/support/compiled/sdk.js", "https://example.com/support/"],
    ["https://shop.widget.desk.example/", "https://shop.widget.desk.example/"],
    ["https://desk.example/anything/else.js", "https://desk.example/"],
  ])("%s", (src, base) => {
    expect(baseOf(src)).toBe(base);
  });
});
