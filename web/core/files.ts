// Files of a message: the server puts a link for each behind the text, one a line. Pages show files
// instead, by the id that the link has.

export interface FileLink {
  id: number;
  name: string;
  isImage: boolean;
}

const LINK = /!?\[((?:\\.|[^\]\\\n]){1,1024})\]\(\/v1\/files\/(\d{1,15})\)/;
const LINE = new RegExp(`^${LINK.source}$`);

function link(line: string): FileLink | null {
  const found = LINE.exec(line.trim());
  if (!found) return null;
  const name = (found[1] ?? "").replace(/\\(.)/g, "$1");
  return { id: Number(found[2]), name, isImage: line.trim().startsWith("!") };
}

/** What was said, and the files behind it. */
export function parted(text: string): { text: string; files: FileLink[] } {
  const lines = text.split("\n");
  const files: FileLink[] = [];
  for (let last = lines.at(-1); last !== undefined; last = lines.at(-1)) {
    const file = link(last);
    if (!file) break;
    files.unshift(file);
    lines.pop();
  }
  return { text: files.length > 0 ? lines.join("\n").trimEnd() : text, files };
}

/** A text in which links to files are their names, for previews. */
export function named(text: string): string {
  return text.replace(new RegExp(LINK.source, "g"), (_, name: string) =>
    name.replace(/\\(.)/g, "$1"),
  );
}
