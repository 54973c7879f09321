import type { SourceText } from "../model/source-text.ts";
import { readAnyPage } from "../read/any-page.ts";
import type { AnyPage } from "../read/any-page.ts";
import type { CsdlResult } from "../read/csdl.ts";
import { readCsdl } from "../read/csdl.ts";
import type { Found, MakeReader, Reader } from "../read/readers.ts";

/** The readers that a whole CSDL with its pages needs. */
export interface WholeReaders {
  readonly anyPage: Reader<Found<{ readonly page: AnyPage | undefined }>>;
  readonly csdl: Reader<CsdlResult>;
}

export function createWholeReaders(make: MakeReader): WholeReaders {
  return { anyPage: make(readPage), csdl: make(readCsdl) };
}

/** A whole run counts examples and compares none: their bodies would be half of what is kept of the pages. */
function readPage(source: SourceText): ReturnType<typeof readAnyPage> {
  const { page, diagnostics } = readAnyPage(source);
  if (page?.kind !== "operation") return { page, diagnostics };
  const examples = page.examples.map((example) => ({ ...example, headers: [], body: undefined }));
  return { page: { ...page, examples }, diagnostics };
}
