import { expectTypeOf, it } from "vitest";
import type { components } from "./api/agents.ts";
import type { Canned, ChatRow, Customer, FileRef, ListAnswer, SavedView } from "./shapes.ts";

type Schemas = components["schemas"];

// The compiler is what fails.
it("what the server says has the shapes that pages know it by", () => {
  expectTypeOf<Schemas["Window"]>().toExtend<ListAnswer>();
  expectTypeOf<Schemas["ChatRow"]>().toExtend<ChatRow>();
  expectTypeOf<Schemas["File"]>().toExtend<FileRef>();
  expectTypeOf<Schemas["SavedView"]>().toExtend<SavedView>();
  expectTypeOf<Schemas["CannedResponse"]>().toExtend<Canned>();
  expectTypeOf<Schemas["Customer"]>().toExtend<Customer>();
});
