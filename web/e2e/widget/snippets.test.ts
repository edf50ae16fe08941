// HelpCrunch's snippets, one of each generation: changing one URL is all that a site has to do.

import { test } from "../harness/test.ts";
import { conform, prepare, type Tab } from "./conformance.ts";
import { GENERATIONS } from "./site.ts";
import { named, staff, visit } from "./visitor.ts";

for (const [name, snippet] of Object.entries(GENERATIONS)) {
  test.once(`the ${name} snippet has every method and every event`, async t => {
    const desk = t.desk();
    const agent = await staff(desk);
    const rule = await prepare(desk, agent);
    const html = snippet(desk, await named(desk, agent));
    const { page, said, frame } = await visit(t, desk, { snippet: html });
    const element = async (selector: string) => (await frame()).locator(selector).first();
    const tab: Tab = {
      goto: url => page.goto(url),
      evaluate: (act, given) => page.evaluate(act as never, given),
      until: (holds, given) => page.waitForFunction(holds as never, given),
      said,
      see: async selector => (await element(selector)).waitFor(),
      fill: async (selector, text) => (await element(selector)).fill(text),
      click: async selector => (await element(selector)).click(),
      enter: async selector => (await element(selector)).press("Enter"),
    };
    await conform(tab, desk, agent, rule);
  });
}
