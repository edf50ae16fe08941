/** Closing by Escape. */

import { Component } from "preact";

/**
 * Calls `close` on Escape, as long as this component is mounted; inner components come before the
 * outer one.
 */
export class Escape extends Component<{ close(): void; outer?: boolean }> {
  hear = (e: KeyboardEvent): void => {
    if (e.key !== "Escape") return;
    e.stopPropagation();
    this.props.close();
  };
  override componentDidMount(): void {
    document.addEventListener("keydown", this.hear, !this.props.outer);
  }
  override componentWillUnmount(): void {
    document.removeEventListener("keydown", this.hear, !this.props.outer);
  }
  override render(): null {
    return null;
  }
}
