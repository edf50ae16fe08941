/** The loading of rarely used parts of the view, when they are first shown. */

import { Component, type ComponentType, type JSX } from "preact";

/** The pause before a failed load is repeated, in milliseconds. */
const AGAIN_MS = 3000;

/** A component that is loaded when it is first shown. While it loads, `meanwhile` is shown. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile: (props: P) => JSX.Element | null = () => null,
): ComponentType<P> {
  let Part: ComponentType<P> | undefined;
  return class extends Component<P> {
    #timer: ReturnType<typeof setTimeout> | undefined;
    #away = false;
    #load() {
      load().then(
        it => {
          Part = it;
          if (!this.#away) this.forceUpdate();
        },
        () => {
          if (!this.#away) this.#timer = setTimeout(() => this.#load(), AGAIN_MS);
        },
      );
    }
    override componentDidMount() {
      if (!Part) this.#load();
    }
    override componentWillUnmount() {
      this.#away = true;
      clearTimeout(this.#timer);
    }
    override render() {
      return Part ? <Part {...(this.props as P)} /> : meanwhile(this.props as P);
    }
  };
}
