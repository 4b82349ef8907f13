import { crc32 } from "node:zlib";

/**
 * A tarball that has the same bytes on every machine: no clock, no user, and no compression, whose bytes differ between
 * versions of Node and between processors. What keeps it (git, npm's cache) compresses it by itself.
 */

export interface TarFile {
  /** With forward slashes, at most 255 bytes. */
  path: string;
  contents: Buffer;
  executable: boolean;
}

const BLOCK = 512;

/** 1985-10-26T08:15:00Z: what npm gives all files that it packs. */
const TIME = 499162500;

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;

/** A long path is cut in two at a slash: 155 bytes before it, 100 behind it. */
function split(path: string): { prefix: string; name: string } {
  if (Buffer.byteLength(path) <= 100) return { prefix: "", name: path };
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return { prefix, name };
  }
  throw new Error(`${path} is too long for a tarball`);
}

function header({ path, contents, executable }: TarFile): Buffer {
  const { prefix, name } = split(path);
  const block = Buffer.alloc(BLOCK);
  const fields: [at: number, text: string][] = [
    [0, name],
    [100, octal(executable ? 0o755 : 0o644, 8)],
    [108, octal(0, 8)],
    [116, octal(0, 8)],
    [124, octal(contents.length, 12)],
    [136, octal(TIME, 12)],
    [148, " ".repeat(8)],
    [156, "0"],
    [257, "ustar\x0000"],
    [345, prefix],
  ];
  for (const [at, text] of fields) block.write(text, at);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

const padding = (length: number): Buffer => Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);

/** The most that one stored block of a deflate stream holds. */
const STORED = 0xffff;

/** gzip, without compression. */
function gzip(data: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])];
  for (let at = 0; at < data.length; at += STORED) {
    const chunk = data.subarray(at, at + STORED);
    const head = Buffer.alloc(5);
    head.writeUInt8(at + STORED >= data.length ? 1 : 0);
    head.writeUInt16LE(chunk.length, 1);
    head.writeUInt16LE(chunk.length ^ STORED, 3);
    parts.push(head, chunk);
  }
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(data));
  end.writeUInt32LE(data.length, 4);
  return Buffer.concat([...parts, end]);
}

/** Packs files, in the order in which they come. */
export const tarball = (files: readonly TarFile[]): Buffer =>
  gzip(
    Buffer.concat([
      ...files.flatMap((file) => [header(file), file.contents, padding(file.contents.length)]),
      Buffer.alloc(2 * BLOCK),
    ]),
  );
