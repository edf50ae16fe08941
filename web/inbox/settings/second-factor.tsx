import { Frame } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

export function SecondFactor(_: SectionProps) {
  return <Frame title="">{null}</Frame>;
}
