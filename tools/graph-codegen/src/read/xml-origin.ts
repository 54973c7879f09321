import type { Origin } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { originAt } from "../model/source-text.ts";

/**
 * A place in a large file that is worked out when somebody asks for it.
 *
 * A whole CSDL has a hundred thousand facts and a run prints the places of a few: to look up line and column of each
 * would be a fifth of the run.
 */
abstract class LazyOrigin implements Origin {
  readonly #source: SourceText;
  #found: Origin | undefined;

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** Offset and length in the file. */
  protected abstract find(text: string): readonly [offset: number, length: number];

  get #place(): Origin {
    this.#found ??= originAt(this.#source, ...this.find(this.#source.text));
    return this.#found;
  }

  get file(): string {
    return this.#source.file;
  }

  get line(): number {
    return this.#place.line;
  }

  get column(): number {
    return this.#place.column;
  }

  get length(): number {
    return this.#place.length;
  }

  toJSON(): Origin {
    return this.#place;
  }
}

/** The start tag at an offset. */
export class ElementOrigin extends LazyOrigin {
  readonly #offset: number;

  constructor(source: SourceText, offset: number) {
    super(source);
    this.#offset = offset;
  }

  protected find(text: string): readonly [offset: number, length: number] {
    const end = text.indexOf(">", this.#offset);
    return [this.#offset, Math.max(1, end + 1 - this.#offset)];
  }
}

/** The value of an attribute of the start tag at an offset. */
export class AttributeOrigin extends LazyOrigin {
  readonly #offset: number;
  readonly #name: string;
  readonly #length: number;

  constructor(source: SourceText, offset: number, name: string, length: number) {
    super(source);
    this.#offset = offset;
    this.#name = name;
    this.#length = length;
  }

  protected find(text: string): readonly [offset: number, length: number] {
    const tag = text.slice(this.#offset, text.indexOf(">", this.#offset));
    const match = new RegExp(`\\s${this.#name}\\s*=\\s*["']`).exec(tag);
    const start = match === null ? 0 : match.index + match[0].length;
    return [this.#offset + start, Math.max(1, this.#length)];
  }
}
