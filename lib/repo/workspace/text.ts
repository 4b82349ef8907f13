/** Text and bytes. Everything works on bytes (through latin1), so that no encoding is ever changed. */

/** How far git looks for a NUL byte before it takes a file for text. */
const BINARY_WINDOW = 8000;

export const toBuffer = (contents: string | Buffer): Buffer =>
  typeof contents === "string" ? Buffer.from(contents) : contents;

/** As git decides it. */
export const isBinary = (contents: Buffer): boolean => contents.subarray(0, BINARY_WINDOW).includes(0);

const hasCrlf = (contents: Buffer): boolean => contents.includes("\r\n");

export const toLf = (contents: Buffer): Buffer =>
  hasCrlf(contents) ? Buffer.from(contents.toString("latin1").replaceAll("\r\n", "\n"), "latin1") : contents;

const toCrlf = (contents: Buffer): Buffer =>
  Buffer.from(contents.toString("latin1").replaceAll("\n", "\r\n"), "latin1");

/** Every line ends in CRLF, as after a checkout with autocrlf. */
const isCrlf = (contents: Buffer): boolean =>
  hasCrlf(contents) && !isBinary(contents) && !/(^|[^\r])\n/.test(contents.toString("latin1"));

/** A file on disk is what was rendered, or differs from it only by CRLF. */
export const sameText = (disk: Buffer, rendered: Buffer): boolean =>
  disk.equals(rendered) ||
  (disk.length > rendered.length && !isBinary(disk) && !hasCrlf(rendered) && toLf(disk).equals(rendered));

/** Whether a file's line endings are a checkout's doing: CRLF throughout, where the generator writes none. */
export const isCrlfCheckout = (disk: Buffer, ...rendered: Buffer[]): boolean =>
  isCrlf(disk) && !rendered.some((side) => isBinary(side) || hasCrlf(side));

/** New contents with the line endings that the file on disk has. */
export const withLineEndings = (contents: Buffer, disk: Buffer): Buffer =>
  isCrlfCheckout(disk, contents) ? toCrlf(contents) : contents;
