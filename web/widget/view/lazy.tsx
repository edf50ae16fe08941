/** Parts of the view that few visitors see are loaded when they are seen first. */

import { Component, type ComponentType, type JSX } from "preact";

/** How long a part that could not be loaded is waited for, in milliseconds. */
const AGAIN_MS = 3000;

/** A component that is loaded when it is needed; `meanwhile` stands in its place until then. */
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
