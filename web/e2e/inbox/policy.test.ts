// The policy of the pages: no text becomes HTML or script, nothing is loaded from elsewhere.

import { bubble, open } from "../harness/inbox.ts";
import { expect, test } from "../harness/test.ts";

test.once("no text becomes HTML, and the page says when something tries", async t => {
  t.expects(/^policy: require-trusted-types-for/, /TrustedHTML/);
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/all");
  const response = await page.reload();
  const policy = (await response?.headerValue("content-security-policy")) ?? "";
  for (const part of ["default-src 'none'", "script-src 'self'", "trusted-types 'none'"])
    expect(policy).toContain(part);
  expect(policy).not.toContain("unsafe");
  const breach = page.waitForEvent("console", it => it.text().startsWith("policy:"));
  const outcome = await page.evaluate(() => {
    try {
      // biome-ignore lint/plugin: this is what the policy has to refuse
      document.body.insertAdjacentHTML("beforeend", "<b>no</b>");
      return "it did";
    } catch {
      return "refused";
    }
  });
  expect(outcome).toBe("refused");
  await breach;
});

test("what strangers write stays text", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const text =
    "<img src=x onerror=alert(1)><script>alert(2)</script> [x](javascript:alert(3)) \u202Egnp.exe";
  await desk.chat({
    name: "<script>alert('name')</script>",
    text,
    customer: {
      notes: "<img src=x onerror=alert(4)>",
      customData: [{ property: "<b>key</b>", value: "<i>value</i>" }],
      lastPage: "javascript:alert(5)",
    },
  });
  const page = await t.open(desk, amara, "/inbox/all");
  page.on("dialog", dialog => {
    throw new Error(`a dialog: ${dialog.message()}`);
  });
  await open(page, "<script>alert('name')</script>");
  await bubble(page, "<img src=x onerror=alert(1)>").waitFor();
  expect(await page.locator(".bubble :is(img, script, a)").count()).toBe(0);
  await page.locator(".panel", { hasText: "<i>value</i>" }).waitFor();
  expect(await page.locator("a[href^='javascript']").count()).toBe(0);
});

test.once("links of messages lead out without a trace of the desk", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  await desk.chat({
    name: "Marta Nowak",
    text: "See https://ostra.example/mono and mailto:a@b.example",
  });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  const link = page.locator(".bubble a[href='https://ostra.example/mono']");
  expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
  expect(await link.getAttribute("title")).toBe("ostra.example");
});
