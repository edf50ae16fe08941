import type { Catalog } from "../../ui/words.ts";
import desk from "./pl/desk.ts";
import list from "./pl/list.ts";
import thread from "./pl/thread.ts";

/** The words of what every agent sees. */
const words: Catalog = { ...list, ...thread, ...desk };

export default words;
