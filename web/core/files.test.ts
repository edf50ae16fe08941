import { expect, it } from "vitest";
import { named, parted } from "./files.ts";

it("files stand behind the text, and nowhere else", () => {
  const text = "Like this:\n\n![a.png](/v1/files/7)\n[\\[b\\]\\_c.pdf](/v1/files/8)";
  expect(parted(text)).toEqual({
    text: "Like this:",
    files: [
      { id: 7, name: "a.png", isImage: true },
      { id: 8, name: "[b]_c.pdf", isImage: false },
    ],
  });
  expect(parted("![a.png](/v1/files/7)").text).toBe("");
  for (const other of ["see [a](/v1/files/7) here", "[a](https://x.example/v1/files/7)", ""]) {
    expect(parted(other)).toEqual({ text: other, files: [] });
  }
  expect(named("Look ![a.png](/v1/files/7)")).toBe("Look a.png");
});
