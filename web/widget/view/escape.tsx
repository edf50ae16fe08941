/** The Escape key, which closes parts of the view. */

import { Component } from "preact";

/**
 * Calls `close` on Escape while mounted. A component with `outer` handles the key after all others.
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
