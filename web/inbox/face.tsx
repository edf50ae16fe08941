// The face of a colleague: the picture, or the letters of the name.

import { Avatar } from "../ui/controls.tsx";
import { desk } from "./desk.ts";

export function Face(props: {
  id: number;
  name: string;
  size?: 20 | 24 | 32 | 40 | 64;
  isOn?: boolean;
}) {
  const picture = desk.value?.agent(props.id)?.picture;
  return <Avatar {...props} kind="agent" picture={picture} />;
}
