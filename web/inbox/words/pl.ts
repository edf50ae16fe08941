import type { Catalog } from "../../ui/words.ts";
import desk from "./pl/desk.ts";
import list from "./pl/list.ts";
import thread from "./pl/thread.ts";

/** The Polish texts that every agent needs. */
const words: Catalog = { ...list, ...thread, ...desk };

export default words;
