/**
 * A message's text as elements. Every text becomes a text node, and every link shows its target.
 */

import type { JSX } from "preact";
import { type Inline, parse } from "../../core/markdown";
import style from "./rich.css?inline";
import { known } from "./say";
import { wear } from "./wear";

wear(style);

function Parts({ of }: { of: Inline[] }): JSX.Element {
  const { t } = known();
  return (
    <>
      {of.map((it, i) => {
        if (it.kind === "text") return it.text;
        if (it.kind === "break") return <br key={i} />;
        if (it.kind === "mention") return `@${it.agent}`;
        if (it.kind === "code") return <code key={i}>{it.text}</code>;
        const inside = <Parts of={it.inside} />;
        if (it.kind !== "link")
          return it.kind === "bold" ? <strong key={i}>{inside}</strong> : <em key={i}>{inside}</em>;
        return (
          <a
            key={i}
            href={it.href}
            title={it.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            <bdi>{inside}</bdi>
            <span class="hidden"> ({t("opens", { host: it.host })})</span>
          </a>
        );
      })}
    </>
  );
}

export function Rich({ text }: { text: string }): JSX.Element {
  return (
    <>
      {parse(text).map((block, i) => {
        if (block.kind === "code")
          return (
            <pre key={i} dir="auto">
              {block.text}
            </pre>
          );
        if (block.kind === "paragraph")
          return (
            <p key={i} dir="auto">
              <Parts of={block.inside} />
            </p>
          );
        const items = block.items.map((item, at) => (
          <li key={at} dir="auto">
            <Parts of={item} />
          </li>
        ));
        return block.ordered ? (
          <ol key={i} start={block.start}>
            {items}
          </ol>
        ) : (
          <ul key={i}>{items}</ul>
        );
      })}
    </>
  );
}
