// A page that is loaded when it is first shown.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../ui/controls.tsx";
import { sentence } from "./failures.ts";
import { t } from "./words.ts";

/** A component, such as a page, that is loaded when it is first shown. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Place: "main" | "div" = "main",
): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [, turn] = useState(0);
    const [failure, setFailure] = useState<unknown>(null);
    const begin = () => {
      setFailure(null);
      load().then(
        it => {
          loaded = it;
          turn(n => n + 1);
        },
        error => setFailure(error),
      );
    };
    useEffect(() => {
      if (!loaded) begin();
    }, []);
    const Loaded = loaded;
    if (Loaded) return <Loaded {...props} />;
    if (!failure) return <Place class="page" aria-busy="true" />;
    return (
      <Place class="page page-middle">
        <h1>{t("This page did not load")}</h1>
        <p>{sentence(failure)}</p>
        <Button onClick={begin}>{t("Try again")}</Button>
      </Place>
    );
  };
}
