// The small Markdown of messages, parsed to a tree: paragraphs, lists, bold, italic, code, links.
// HTML is shown as text. Pages build elements from the tree, so that a stranger's text can never
// become other markup.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "bold" | "italic"; inside: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string; inside: Inline[]; host: string }
  | { kind: "mention"; agent: string }
  | { kind: "break" };

export type Block =
  | { kind: "paragraph"; inside: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] }
  | { kind: "code"; text: string };

/**
 * The deepest nesting of formatting marks. Deeper marks are shown as text, so that hostile text
 * cannot exhaust the stack.
 */
const DEPTH_MAX = 6;

const BULLET = /^\s{0,3}[-*•]\s+(\S.*)$/;
const NUMBER = /^\s{0,3}(\d{1,9})[.)]\s+(\S.*)$/;

/** The number of steps of a parse, which grows linearly with the length of the text. */
export interface Cost {
  steps: number;
}

/** Parses a message's text to a tree. */
export function parse(text: string, cost: Cost = { steps: 0 }): Block[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  const ends = fenceEnds(lines);
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) {
      blocks.push({ kind: "paragraph", inside: lined(paragraph, cost) });
      paragraph = [];
    }
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    cost.steps++;
    const end = ends[at] ?? 0;
    if (end > at && /^\s{0,3}```/.test(line)) {
      flush();
      blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end;
      continue;
    }
    const list = bulleted(lines, at, cost);
    if (list) {
      flush();
      blocks.push(list.block);
      at = list.end;
    } else if (line.trim() === "") {
      flush();
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return blocks;
}

/** Returns, for each line, the number of the next line that ends a code block, or 0. */
function fenceEnds(lines: string[]): number[] {
  const ends: number[] = [];
  let next = 0;
  for (let at = lines.length - 1; at >= 0; at--) {
    ends[at] = next;
    if (/^\s{0,3}```\s*$/.test(lines[at] ?? "")) next = at;
  }
  return ends;
}

function bulleted(lines: string[], at: number, cost: Cost): { block: Block; end: number } | null {
  const first = lines[at] ?? "";
  const ordered = NUMBER.test(first);
  const form = ordered ? NUMBER : BULLET;
  if (!form.test(first)) return null;
  const items: Inline[][] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const found = form.exec(lines[end] ?? "");
    if (!found) break;
    items.push(inline(found[ordered ? 2 : 1] ?? "", 0, cost));
  }
  const start = ordered ? Number(NUMBER.exec(first)?.[1] ?? 1) : 1;
  return { block: { kind: "list", ordered, start, items }, end: end - 1 };
}

function lined(lines: string[], cost: Cost): Inline[] {
  return lines.flatMap((line, at) =>
    at === 0 ? inline(line, 0, cost) : [{ kind: "break" } as const, ...inline(line, 0, cost)],
  );
}

// Each of these is tried where it could begin, and stops where the next of its kind begins.
const MARKED = /[`*_[@]|https?:|www\.|mailto:/giu;
const LABELLED = /\[([^\][\n]{1,500})\]\(([^()\s]{1,2000})\)/uy;
const MENTION = /@\[([^\][\n]{1,100})\]/uy;
const BARE = /(?:https?:\/\/|www\.|mailto:)[^\s<>"'`]{2,2000}/iuy;
const MAIL_END = /@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/uy;
const MAIL_START = /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}$/u;
const MAIL_START_MAX = 64;
const LETTER = /[\p{L}\p{N}]/u;

/** An element that was found at a position in a line, with its length. */
interface Found {
  node: Inline | null;
  length: number;
  /** The number of characters before the position that also belong to the element. */
  before?: number;
}

function inline(text: string, depth: number, cost: Cost): Inline[] {
  if (depth > DEPTH_MAX) return [{ kind: "text", text }];
  const all: Inline[] = [];
  const closers = new Closers(text, cost);
  let from = 0;
  MARKED.lastIndex = 0;
  for (let match = MARKED.exec(text); match; match = MARKED.exec(text)) {
    const at = match.index;
    const found = read(text, at, from, depth, closers, cost);
    const length = found?.length ?? match[0].length;
    cost.steps += length;
    if (found?.node) {
      const start = at - (found.before ?? 0);
      if (start > from) all.push({ kind: "text", text: text.slice(from, start) });
      all.push(found.node);
      from = at + length;
    }
    // What was read inside has moved it.
    MARKED.lastIndex = at + length;
  }
  cost.steps += text.length;
  if (from < text.length) all.push({ kind: "text", text: text.slice(from) });
  return all;
}

/** Parses the element that begins at a formatting mark; null if no element begins there. */
function read(
  text: string,
  at: number,
  from: number,
  depth: number,
  closers: Closers,
  cost: Cost,
): Found | null {
  const mark = text[at];
  if (mark === "`") return code(text, at, closers);
  if (mark === "*" || mark === "_") return emphasis(text, at, depth, closers, cost);
  if (mark === "[") {
    const [whole, label = "", target = ""] = sticky(LABELLED, text, at) ?? [];
    if (!whole) return null;
    const to = address(target);
    if (!to) return { node: null, length: whole.length };
    const inside = inline(label, DEPTH_MAX, cost);
    return { node: { kind: "link", ...to, inside }, length: whole.length };
  }
  if (mark === "@") return mention(text, at) ?? mail(text, at, from);
  // A word that only ends like an address is none.
  if (/\w/.test(text[at - 1] ?? "")) return null;
  const [whole] = sticky(BARE, text, at) ?? [];
  if (!whole) return null;
  const written = bare(whole);
  const to = address(/^www\./i.test(written) ? `https://${written}` : written);
  if (!to || written.length < 4) return { node: null, length: whole.length };
  const inside: Inline[] = [{ kind: "text", text: written }];
  return { node: { kind: "link", ...to, inside }, length: written.length };
}

function sticky(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}

function code(text: string, at: number, closers: Closers): Found {
  let ticks = 1;
  while (text[at + ticks] === "`") ticks++;
  const end = closers.ticks(at);
  if (end === null) return { node: null, length: ticks };
  const inside = text.slice(at + ticks, end).trim();
  return { node: { kind: "code", text: inside }, length: end + ticks - at };
}

function emphasis(
  text: string,
  at: number,
  depth: number,
  closers: Closers,
  cost: Cost,
): Found | null {
  const mark = text[at] as "*" | "_";
  if (text[at + 1] === mark) {
    const end = /\S/.test(text[at + 2] ?? "") ? closers.after(mark + mark, at + 3) : null;
    if (end === null) return { node: null, length: 2 };
    const inside = inline(text.slice(at + 2, end), depth + 1, cost);
    return { node: { kind: "bold", inside }, length: end + 2 - at };
  }
  if (/[\p{L}\p{N}*_]/u.test(before(text, at)) || !/[^\s*_]/.test(text[at + 1] ?? "")) return null;
  const end = closers.after(mark, at + 2);
  if (end === null) return null;
  const inside = inline(text.slice(at + 1, end), depth + 1, cost);
  return { node: { kind: "italic", inside }, length: end + 1 - at };
}

/** The character before a position, which may consist of two code units. */
function before(text: string, at: number): string {
  return [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
}

function mention(text: string, at: number): Found | null {
  if (LETTER.test(before(text, at))) return null;
  const [whole, agent = ""] = sticky(MENTION, text, at) ?? [];
  return whole ? { node: { kind: "mention", agent }, length: whole.length } : null;
}

function mail(text: string, at: number, from: number): Found | null {
  const start = Math.max(from, at - MAIL_START_MAX);
  const [name] = MAIL_START.exec(text.slice(start, at)) ?? [];
  const [host] = (name && sticky(MAIL_END, text, at)) || [];
  const to = host && address(`mailto:${name}${host}`);
  if (!name || !to) return null;
  const inside: Inline[] = [{ kind: "text", text: name + host }];
  return { node: { kind: "link", ...to, inside }, length: host.length, before: name.length };
}

/** The positions in a line where formatting marks may end, computed once. */
class Closers {
  readonly #text: string;
  readonly #cost: Cost;
  readonly #ends = new Map<string, number[]>();
  #ticks: Map<number, number> | undefined;

  constructor(text: string, cost: Cost) {
    this.#text = text;
    this.#cost = cost;
  }

  /** The first position from `at` on where bold or italic text may end. */
  after(mark: string, at: number): number | null {
    let ends = this.#ends.get(mark);
    if (!ends) {
      ends = this.#all(mark);
      this.#ends.set(mark, ends);
    }
    let [low, high] = [0, ends.length];
    while (low < high) {
      this.#cost.steps++;
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return ends[low] ?? null;
  }

  /**
   * The end of the code that begins with the run of backticks at `at`: the position of the next
   * run of the same length. Null if no run of this length follows.
   */
  ticks(at: number): number | null {
    if (!this.#ticks) {
      this.#ticks = new Map();
      const next = new Map<number, number>();
      for (const run of [...this.#text.matchAll(/`+/g)].reverse()) {
        this.#cost.steps++;
        const end = next.get(run[0].length);
        if (end !== undefined) this.#ticks.set(run.index, end);
        next.set(run[0].length, run.index);
      }
    }
    return this.#ticks.get(at) ?? null;
  }

  #all(mark: string): number[] {
    const ends: number[] = [];
    const text = this.#text;
    for (let at = text.indexOf(mark, 1); at > 0; at = text.indexOf(mark, at + 1)) {
      this.#cost.steps++;
      const ended =
        mark.length > 1
          ? /\S/.test(text[at - 1] ?? "")
          : /[^\s*_]/.test(text[at - 1] ?? "") &&
            !/^[\p{L}\p{N}*_]/u.test(text.slice(at + 1, at + 3));
      if (ended) ends.push(at);
    }
    return ends;
  }
}

/** A URL in a sentence, without the punctuation that ends the sentence. */
function bare(written: string): string {
  let end = written.length;
  const closes = written.split(")").length - 1;
  let over = closes - (written.split("(").length - 1);
  const ends = /[.,:;!?…»”’*_~]/u;
  for (; end > 0; end--) {
    const last = written[end - 1] ?? "";
    if (last === ")" && over > 0) over--;
    else if (!ends.test(last)) break;
  }
  return written.slice(0, end);
}

/** The target of a link; null unless the target is a web page or a mail address. */
export function address(target: string): { href: string; host: string } | null {
  let url: URL;
  try {
    url = new URL(target);
  } catch {
    return null;
  }
  if (url.protocol === "mailto:") return { href: url.href, host: decoded(url.pathname) };
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  if (url.username || url.password) return null;
  return { href: url.href, host: url.host };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The plain text of a message, for previews and notifications. */
export function plain(text: string): string {
  const of = (nodes: Inline[]): string =>
    nodes
      .map(node => {
        switch (node.kind) {
          case "text":
          case "code":
            return node.text;
          case "break":
            return " ";
          case "mention":
            return `@${node.agent}`;
          default:
            return of(node.inside);
        }
      })
      .join("");
  return parse(text)
    .map(block => {
      if (block.kind === "code") return block.text;
      return block.kind === "list" ? block.items.map(of).join(" ") : of(block.inside);
    })
    .join(" ");
}
