// The small Markdown of messages, as a tree: paragraphs, lists, bold, italic, code, links. It knows
// no HTML: whatever is not one of these is text. Pages make elements of the tree, so that what a
// stranger wrote can never become anything else.

import { named } from "./files.ts";

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

/** Deeper nesting is shown as text: nobody writes it, and it costs a stack. */
const DEPTH_MAX = 6;

const BULLET = /^\s{0,3}[-*•]\s+(\S.*)$/;
const NUMBER = /^\s{0,3}(\d{1,9})[.)]\s+(\S.*)$/;

/** The tree of a message's text. */
export function parse(text: string): Block[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) {
      blocks.push({ kind: "paragraph", inside: lined(paragraph) });
      paragraph = [];
    }
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (/^\s{0,3}```/.test(line)) {
      const end = lines.findIndex((it, index) => index > at && /^\s{0,3}```\s*$/.test(it));
      if (end > at) {
        flush();
        blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
        at = end;
        continue;
      }
    }
    const list = bulleted(lines, at);
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

function bulleted(lines: string[], at: number): { block: Block; end: number } | null {
  const first = lines[at] ?? "";
  const ordered = NUMBER.test(first);
  const form = ordered ? NUMBER : BULLET;
  if (!form.test(first)) return null;
  const items: Inline[][] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const found = form.exec(lines[end] ?? "");
    if (!found) break;
    items.push(inline(found[ordered ? 2 : 1] ?? "", 0));
  }
  const start = ordered ? Number(NUMBER.exec(first)?.[1] ?? 1) : 1;
  return { block: { kind: "list", ordered, start, items }, end: end - 1 };
}

function lined(lines: string[]): Inline[] {
  return lines.flatMap((line, at) =>
    at === 0 ? inline(line, 0) : [{ kind: "break" } as const, ...inline(line, 0)],
  );
}

const TOKEN =
  /(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)|\[([^\][\n]{1,500})\]\(([^()\s]{1,2000})\)|(\*\*|__)(?=\S)([\s\S]*?\S)\5|(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])([\s\S]*?[^\s*_])\7(?![\p{L}\p{N}*_])|(?<![\p{L}\p{N}])@\[([^\][\n]{1,100})\]|\b(?:https?:\/\/|www\.|mailto:)[^\s<>"'`]{2,2000}|[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu;

function inline(text: string, depth: number): Inline[] {
  if (depth > DEPTH_MAX) return [{ kind: "text", text }];
  const found: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    let taken = match[0];
    const node = token(match, depth);
    if (!node) continue;
    if (node.kind === "link" && match[3] === undefined) {
      taken = bare(taken);
      if (taken.length < 4) continue;
    }
    if (match.index > from) found.push({ kind: "text", text: text.slice(from, match.index) });
    found.push(node);
    from = match.index + taken.length;
  }
  if (from < text.length) found.push({ kind: "text", text: text.slice(from) });
  return found;
}

function token(match: RegExpMatchArray, depth: number): Inline | null {
  const [whole, ticks, code, label, target, , bold, , italic, agent] = match;
  if (ticks) return { kind: "code", text: (code ?? "").trim() };
  if (label !== undefined && target !== undefined) {
    const to = address(target);
    return to && { kind: "link", ...to, inside: inline(label, DEPTH_MAX) };
  }
  if (bold !== undefined) return { kind: "bold", inside: inline(bold, depth + 1) };
  if (italic !== undefined) return { kind: "italic", inside: inline(italic, depth + 1) };
  if (agent !== undefined) return { kind: "mention", agent };
  const written = bare(whole);
  const to = address(
    written.startsWith("www.")
      ? `https://${written}`
      : /^(https?|mailto):/i.test(written)
        ? written
        : `mailto:${written}`,
  );
  return to && { kind: "link", ...to, inside: [{ kind: "text", text: written }] };
}

/** A URL as it stands in a sentence, without what ends the sentence. */
function bare(written: string): string {
  let text = written.replace(/[.,:;!?…»”’*_~]+$/u, "");
  while (text.endsWith(")") && text.split("(").length < text.split(")").length) {
    text = text.slice(0, -1).replace(/[.,:;!?]+$/, "");
  }
  return text;
}

/** Where a link leads; null for everything but web pages and mail. */
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

/** The text alone, for previews and notifications. */
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
  return parse(named(text))
    .map(block => {
      if (block.kind === "code") return block.text;
      return block.kind === "list" ? block.items.map(of).join(" ") : of(block.inside);
    })
    .join(" ");
}
