import { describe, expect, it } from "vitest";
import { address, type Block, type Inline, parse, plain } from "./markdown.ts";

function links(text: string): string[] {
  const of = (nodes: Inline[]): string[] =>
    nodes.flatMap(node => {
      if (node.kind === "link") return [node.href];
      return "inside" in node ? of(node.inside) : [];
    });
  return parse(text).flatMap((block: Block) =>
    block.kind === "list" ? block.items.flatMap(of) : block.kind === "code" ? [] : of(block.inside),
  );
}

describe("the Markdown of messages", () => {
  it("has paragraphs, breaks, bold, italic, code and lists", () => {
    expect(parse("a\nb\n\n**c** *d* `e`")).toEqual([
      {
        kind: "paragraph",
        inside: [{ kind: "text", text: "a" }, { kind: "break" }, { kind: "text", text: "b" }],
      },
      {
        kind: "paragraph",
        inside: [
          { kind: "bold", inside: [{ kind: "text", text: "c" }] },
          { kind: "text", text: " " },
          { kind: "italic", inside: [{ kind: "text", text: "d" }] },
          { kind: "text", text: " " },
          { kind: "code", text: "e" },
        ],
      },
    ]);
    expect(parse("- one\n- two")).toMatchObject([{ kind: "list", ordered: false }]);
    expect(parse("3. one\n4. two")).toMatchObject([{ kind: "list", ordered: true, start: 3 }]);
    expect(parse("```\n<b>\n```")).toEqual([{ kind: "code", text: "<b>" }]);
  });

  it("finds links as people write them, without the end of the sentence", () => {
    expect(links("see https://a.example/x?y=1, or (www.b.example/c).")).toEqual([
      "https://a.example/x?y=1",
      "https://www.b.example/c",
    ]);
    expect(links("[here](https://a.example/(b)) mail ann@a.example")).toContain(
      "mailto:ann@a.example",
    );
    expect(links("https://a.example/Foo_(bar)")).toEqual(["https://a.example/Foo_(bar)"]);
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example",
    "https://user@evil.example",
    "blob:https://a/b",
  ])("makes no link of %s", target => {
    expect(address(target)).toBeNull();
    expect(links(`[click](${target.trim()})`).filter(it => !it.startsWith("mailto:"))).toEqual([]);
  });

  it("leaves names with underscores and sums with stars alone", () => {
    for (const text of ["snake_case_name", "2 * 3 * 4", "a*b*c", "__", "****", "* "]) {
      expect(plain(text).trim()).toBe(text.trim());
    }
  });

  it("gives HTML as text", () => {
    const text = "<img src=x onerror=alert(1)><script>x</script>";
    expect(parse(text)).toEqual([{ kind: "paragraph", inside: [{ kind: "text", text }] }]);
  });

  it("loses no letter of a hostile text and takes no long time", () => {
    for (const text of [
      "*".repeat(5000),
      "[".repeat(5000),
      "`".repeat(5000),
      "_a".repeat(3000),
      "**a".repeat(2000),
      "((((".repeat(2000),
      `https://${"a".repeat(5000)}`,
      "a@".repeat(3000),
    ]) {
      const began = performance.now();
      expect(plain(text).length).toBeGreaterThan(0);
      expect(performance.now() - began).toBeLessThan(500);
    }
  });
});
