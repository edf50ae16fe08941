// What those who see badly, or do not see, would stumble over.

import { readFileSync } from "node:fs";
import type { Frame } from "playwright-core";
import type { Json } from "../harness/test.ts";

const AXE = readFileSync(
  new URL("../../node_modules/axe-core/axe.min.js", import.meta.url),
  "utf8",
);

/**
 * The accessibility violations that axe finds in a frame. Works only on a page without a content
 * security policy.
 */
export async function barriers(frame: Frame): Promise<string[]> {
  if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(AXE);
  return frame.evaluate(async () => {
    const { violations } = await (window as Json).axe.run(document, {
      resultTypes: ["violations"],
      rules: {
        "landmark-one-main": { enabled: false },
        region: { enabled: false },
        "page-has-heading-one": { enabled: false },
        // What WCAG 2.2 adds, which axe leaves out unless asked.
        "target-size": { enabled: true },
      },
    });
    return violations.flatMap((it: Json) =>
      it.nodes.map(
        (node: Json) => `${it.id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`,
      ),
    );
  });
}
