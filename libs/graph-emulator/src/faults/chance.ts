/** A number from 0 up to 1 that the text decides: the same text, the same number, on every machine. */
export function toChance(text: string): number {
  // FNV-1a, then the finalizer of MurmurHash3, because FNV alone leaves the high bits of short texts alike.
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
