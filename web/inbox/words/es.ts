import type { Catalog } from "../../ui/words.ts";
import desk from "./es/desk.ts";
import list from "./es/list.ts";
import thread from "./es/thread.ts";

/** The Spanish texts that every agent needs. */
const words: Catalog = { ...list, ...thread, ...desk };

export default words;
