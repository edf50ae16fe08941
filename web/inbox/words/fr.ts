import type { Catalog } from "../../ui/words.ts";
import desk from "./fr/desk.ts";
import list from "./fr/list.ts";
import thread from "./fr/thread.ts";

/** The French texts that every agent needs. */
const words: Catalog = { ...list, ...thread, ...desk };

export default words;
