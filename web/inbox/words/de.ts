import type { Catalog } from "../../ui/words.ts";
import desk from "./de/desk.ts";
import list from "./de/list.ts";
import thread from "./de/thread.ts";

/** The German texts that every agent needs. */
const words: Catalog = { ...list, ...thread, ...desk };

export default words;
