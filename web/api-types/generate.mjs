// Writes the types of the operations for agents and for visitors from their descriptions. A package
// of its own: openapi-typescript wants TypeScript 5.

import { readFile, writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";

const here = import.meta.dirname;
const out = process.argv[2] ?? `${here}/../core/api`;
for (const [from, to] of [
  ["openapi-app.json", "agents"],
  ["openapi-widget.json", "visitors"],
]) {
  const document = JSON.parse(await readFile(`${here}/../../${from}`, "utf8"));
  const head = `// Generated from ${from} by \`cargo xtask web\`. Do not edit.\n\n`;
  await writeFile(`${out}/${to}.ts`, head + astToString(await openapi(document)));
}
