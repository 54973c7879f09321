/** The text of a file, or where its bytes are none that this program reads. */
export type DecodedText =
  | { readonly kind: "decoded"; readonly text: string }
  | {
      readonly kind: "invalid";
      readonly message: string;
      readonly hint: string;
      /** What can be read of it, so that its place can be shown. */
      readonly text: string;
      /** Both counted from 1. */
      readonly line: number;
      readonly column: number;
    };

/**
 * Reads UTF-8, and UTF-16 with its mark, which Windows PowerShell's `>` writes.
 *
 * Other bytes are refused: read as something else, the name of a group would silently become another one.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(new TextDecoder("utf-16le").decode(bytes));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(new TextDecoder("utf-16be").decode(bytes));
  // The mark stays: everything that reads a file takes it for nothing.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const nothing = text.indexOf("\0");
  if (nothing !== -1)
    return invalid(text, nothing, "the file holds a zero byte: it is UTF-16 without its mark, or no text");
  const end = text.includes("\uFFFD") ? findEndOfUtf8(bytes) : bytes.length;
  return end === bytes.length
    ? decoded(text)
    : invalid(
        text,
        new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, end)).length,
        "the file is not UTF-8 from here on",
      );
}

function decoded(text: string): DecodedText {
  return { kind: "decoded", text };
}

function invalid(text: string, offset: number, message: string): DecodedText {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  const column = (lines.at(-1) ?? "").length + 1;
  return { kind: "invalid", message, hint: "save it as UTF-8", text, line: lines.length, column };
}

/** How many bytes of the beginning are UTF-8. */
function findEndOfUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = toLength(bytes[at] ?? 0);
    const character = bytes.subarray(at, at + length);
    if (length === 0 || character.length < length || !isUtf8(character)) return at;
    at += length;
  }
  return at;
}

function toLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.length === 1) return true;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
