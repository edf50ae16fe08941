// The text of a message as elements. Its text is only ever put into text nodes, and a link shows
// its real target.

import type { ComponentChildren } from "preact";
import { type Inline, parse } from "../core/markdown.ts";

export function MessageText({ text, marks }: { text: string; marks?: RegExp }) {
  return (
    <div class="message-text" dir="auto">
      {parse(text).map((block, n) => {
        if (block.kind === "code") return <pre key={n}>{block.text}</pre>;
        if (block.kind === "paragraph") return <p key={n}>{inline(block.inside, marks)}</p>;
        const items = block.items.map((item, at) => <li key={at}>{inline(item, marks)}</li>);
        return block.ordered ? (
          <ol key={n} start={block.start}>
            {items}
          </ol>
        ) : (
          <ul key={n}>{items}</ul>
        );
      })}
    </div>
  );
}

function inline(nodes: Inline[], marks?: RegExp): ComponentChildren {
  return nodes.map((node, n) => {
    switch (node.kind) {
      case "text":
        return marks ? <Marked key={n} text={node.text} marks={marks} /> : node.text;
      case "break":
        return <br key={n} />;
      case "code":
        return <code key={n}>{node.text}</code>;
      case "bold":
        return <strong key={n}>{inline(node.inside, marks)}</strong>;
      case "italic":
        return <em key={n}>{inline(node.inside, marks)}</em>;
      case "mention":
        return (
          <bdi key={n} class="mention">
            @{node.agent}
          </bdi>
        );
      default:
        return (
          <a
            key={n}
            href={node.href}
            title={node.host}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            <bdi>{inline(node.inside, marks)}</bdi>
          </a>
        );
    }
  });
}

/** Shows a text with the matches of a search marked. */
export function Marked({ text, marks }: { text: string; marks: RegExp }) {
  return (
    <>{text.split(marks).map((part, n) => (n % 2 === 1 ? <mark key={n}>{part}</mark> : part))}</>
  );
}

/** The pattern that finds these words in a text; undefined without words. */
export function marksOf(words: string): RegExp | undefined {
  const all = words.trim().split(/\s+/).filter(Boolean).slice(0, 10);
  if (all.length === 0) return undefined;
  return new RegExp(
    `(${all.map(it => it.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`,
    "giu",
  );
}
