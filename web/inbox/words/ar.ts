import type { Catalog } from "../../ui/words.ts";

const words: Catalog = {};

export default words;
