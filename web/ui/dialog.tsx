// A dialog over the page: it keeps the focus inside, Escape closes it, and closing returns the
// focus.

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "./controls.tsx";

export function Dialog(props: {
  title: ComponentChildren;
  close: () => void;
  closeText: string;
  width?: number;
  head?: ComponentChildren;
  foot?: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  // With the first picture: what is typed next belongs to the dialog.
  useLayoutEffect(() => {
    const dialog = box.current;
    const before = document.activeElement as HTMLElement | null;
    if (dialog && !dialog.open) dialog.showModal();
    if (props.width) dialog?.style.setProperty("--dialog", `${props.width}px`);
    return () => {
      dialog?.close();
      if (before?.isConnected) before.focus();
    };
  }, [props.width]);
  return (
    <dialog
      ref={box}
      class={`dialog ${props.class ?? ""}`}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault();
        props.close();
      }}
      onClick={event => event.target === box.current && props.close()}
      onKeyDown={event => event.key !== "Escape" && event.stopPropagation()}
    >
      <div class="dialog-head">
        <h2 id={id}>{props.title}</h2>
        {props.head}
        <Button icon="close" label={props.closeText} onClick={props.close} />
      </div>
      <div class="dialog-body scroll">{props.children}</div>
      {props.foot && <div class="dialog-foot">{props.foot}</div>}
    </dialog>
  );
}
