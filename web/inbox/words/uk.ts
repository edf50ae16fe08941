import type { Catalog } from "../../ui/words.ts";
import desk from "./uk/desk.ts";
import list from "./uk/list.ts";
import thread from "./uk/thread.ts";

/** The Ukrainian texts that every agent needs. */
const words: Catalog = { ...list, ...thread, ...desk };

export default words;
