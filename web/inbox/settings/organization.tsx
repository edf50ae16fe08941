import { Frame } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

export function Organization(_: SectionProps) {
  return <Frame title="">{null}</Frame>;
}
