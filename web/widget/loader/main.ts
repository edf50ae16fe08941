/** The entry point of `/sdk.js`: finds the script's own URL, and starts the widget. */

import { baseOf, ownUrl } from "./base";
import { boot } from "./boot";

const src = ownUrl(document);
if (src) boot(window, baseOf(src));
else console.warn("[chat] The script does not know its URL.");
