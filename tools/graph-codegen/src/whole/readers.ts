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
  return { anyPage: make(readAnyPage), csdl: make(readCsdl) };
}
