import type { Catalog } from "../../ui/words.ts";
import desk from "./fr/desk.ts";
import list from "./fr/list.ts";
import thread from "./fr/thread.ts";

/** The words of what every agent sees. */
const words: Catalog = { ...list, ...thread, ...desk };

export default words;
