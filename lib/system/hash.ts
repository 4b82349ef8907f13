/** FNV-1a, 32 bits: small, and the same everywhere. Not for secrets. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) as number), 0x01000193) >>> 0;
  return value;
}

/** The number that a name wishes for, or the next free one of its band; it is taken then. */
export function claim(wish: number, taken: Set<number>, band: { first: number; size: number }): number {
  let offset = wish % band.size;
  while (taken.has(band.first + offset)) offset = (offset + 1) % band.size;
  taken.add(band.first + offset);
  return band.first + offset;
}
