/** What the parts that come later have in common: the words of what few visitors see, and the look of fields and buttons. */

import tokens from "../../ui/tokens.css?rest&inline";
import style from "./controls.css?inline";
import { wear } from "./wear";

export { moreOf } from "../words/more";

for (const css of [tokens, style]) wear(css);
