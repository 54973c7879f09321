// The few forms of DER (ITU-T X.690) that a certificate needs.

function encode(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x1_00 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

/** Values in an order. */
export function sequence(...parts: readonly Buffer[]): Buffer {
  return encode(0x30, ...parts);
}

/** Values without an order. */
export function set(...parts: readonly Buffer[]): Buffer {
  return encode(0x31, ...parts);
}

/** A whole number that is not negative. */
export function integer(bytes: Buffer): Buffer {
  const isHigh = (bytes[0] ?? 0) >= 0x80;
  return encode(0x02, isHigh ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** Bits, a whole number of bytes. */
export function bitString(bytes: Buffer): Buffer {
  return encode(0x03, Buffer.from([0]), bytes);
}

/** Bytes. */
export function octetString(bytes: Buffer): Buffer {
  return encode(0x04, bytes);
}

/** A text. */
export function utf8(text: string): Buffer {
  return encode(0x0c, Buffer.from(text));
}

/** A time before 2050, in milliseconds since 1970. */
export function time(ms: number): Buffer {
  const digits = new Date(ms)
    .toISOString()
    .replaceAll(/[-:T]|\.\d+/g, "")
    .slice(2);
  return encode(0x17, Buffer.from(digits));
}

/** An object identifier such as `2.5.4.3`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = rest.flatMap((number) => {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return encode(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

/** A value with a number of its own in its context. */
export function tagged(number: number, content: Buffer): Buffer {
  return encode(0xa0 + number, content);
}
