/**
 * The common parts of rarely used components: their translations, and the style of fields and
 * buttons.
 */

import tokens from "../../ui/tokens.css?rest&inline";
import style from "./controls.css?inline";
import { wear } from "./wear";

export { moreOf } from "../words/more";

for (const css of [tokens, style]) wear(css);
