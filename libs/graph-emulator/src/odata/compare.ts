/** Compares texts by code point, as the store does; comparing by UTF-16 unit differs beyond the basic plane. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  for (let index = 0; ; index += 1) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (Number.isNaN(a)) return -1;
    if (Number.isNaN(b)) return 1;
    if (a === b) continue;
    // Surrogates stand for code points above all others of one unit.
    const [isHighA, isHighB] = [a >= 0xd8_00 && a <= 0xdf_ff, b >= 0xd8_00 && b <= 0xdf_ff];
    return isHighA === isHighB ? a - b : isHighA ? 1 : -1;
  }
}

/** Compares two values of one kind; `undefined` when they are of different kinds or one is null. */
export function compareValues(left: unknown, right: unknown): number | undefined {
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  return undefined;
}
