// The layout of pages without a signed-in agent: the bell, a card, and a line below it.

import type { ComponentChildren } from "preact";
import { Bell } from "../ui/icon.tsx";

export function Outside(props: {
  name: string;
  children: ComponentChildren;
  below?: ComponentChildren;
}) {
  return (
    <main class="outside" id="main">
      <div class="outside-head">
        <Bell size={36} />
        <span>{props.name}</span>
      </div>
      <div class="card">{props.children}</div>
      {props.below && <p class="outside-below">{props.below}</p>}
    </main>
  );
}
