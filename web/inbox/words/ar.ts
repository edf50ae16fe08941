import type { Catalog } from "../../ui/words.ts";
import desk from "./ar/desk.ts";
import list from "./ar/list.ts";
import thread from "./ar/thread.ts";

/** The Arabic texts that every agent needs. */
const words: Catalog = { ...list, ...thread, ...desk };

export default words;
