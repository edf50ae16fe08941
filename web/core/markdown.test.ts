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

  it.each([
    "*",
    "[",
    "`",
    "``a",
    "_a",
    "**a",
    "*a *a",
    "__a __a ",
    "((((",
    "a@",
    "a@b.",
    "[a](",
    "@[a",
    "```a\n",
    "- *a\n",
    "https://a) ",
    "https://(((",
    "www.",
    "*a **b _c __d `e ",
  ])("reads %j, repeated, in steps that grow with the text and not faster", part => {
    const steps = (times: number) => {
      const cost = { steps: 0 };
      parse(part.repeat(times), cost);
      return cost.steps;
    };
    expect(plain(part.repeat(1000)).length).toBeGreaterThan(0);
    // Ten times the text: ten times the steps, and a few more for what is looked up.
    expect(steps(10_000)).toBeLessThan(steps(1000) * 15);
    expect(steps(10_000)).toBeLessThan(part.length * 10_000 * 40);
  });

  it("has bold in italic and marks that cross", () => {
    expect(plain("*a **b** c*")).toBe("a b c");
    expect(plain("`a *b` c*")).toBe("a *b c*");
    expect(plain("**a *b** c*")).toBe("a *b c*");
    expect(parse("_a_ `` ` ``")).toMatchObject([
      { inside: [{ kind: "italic" }, { text: " " }, { kind: "code", text: "`" }] },
    ]);
  });

  it("finds an address in capitals, and none in the middle of a word", () => {
    expect(links("Https://a.example")).toEqual(["https://a.example/"]);
    expect(links("xhttps://a.example")).toEqual([]);
    expect(links("ann+b@a.example, (bob@b.example)")).toEqual([
      "mailto:ann+b@a.example",
      "mailto:bob@b.example",
    ]);
  });
});
