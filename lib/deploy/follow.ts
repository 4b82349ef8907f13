import { type FileHandle, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { readEngineEvent } from "./engine-log.ts";
import type { SstEvent } from "./events.ts";

const POLL_MS = 250;
const CHUNK = 64 * 1024;

interface Followed {
  file: FileHandle;
  decoder: StringDecoder;
  rest: string;
}

/** Reads what has been added to a file, as whole lines. */
async function addedLines(followed: Followed): Promise<string[]> {
  const buffer = Buffer.alloc(CHUNK);
  let text = followed.rest;
  for (let read = CHUNK; read === CHUNK; ) {
    read = (await followed.file.read(buffer, 0, CHUNK, null)).bytesRead;
    text += followed.decoder.write(buffer.subarray(0, read));
  }
  const lines = text.split("\n");
  followed.rest = lines.pop() ?? "";
  return lines;
}

/**
 * Follows the event logs that appear below `.sst/pulumi` from now on. SST deletes them when it is done; an open file can
 * be read to its end all the same.
 * @returns a function that reads what is left and stops
 */
export async function followEngine(
  root: string,
  stage: string,
  onEvent: (event: SstEvent) => void,
): Promise<() => Promise<void>> {
  const folder = join(root, ".sst", "pulumi");
  const list = () => readdir(folder).catch(() => [] as string[]);
  const old = new Set(await list());
  const followed = new Map<string, Followed>();

  const look = async () => {
    for (const update of await list()) {
      if (old.has(update) || followed.has(update)) continue;
      const file = await open(join(folder, update, "eventlog.json"), "r").catch(() => null);
      if (file !== null) followed.set(update, { file, decoder: new StringDecoder("utf8"), rest: "" });
    }
    for (const one of followed.values()) {
      for (const line of await addedLines(one)) {
        const event = readEngineEvent(line, stage);
        if (event !== null) onEvent(event);
      }
    }
  };

  // What is shown is better late than wrong: a look that fails is made again, and never ends a deploy.
  let looking = Promise.resolve();
  const again = () => {
    looking = looking.then(look).catch(() => undefined);
    return looking;
  };
  const timer = setInterval(again, POLL_MS);
  return async () => {
    clearInterval(timer);
    await again();
    for (const { file } of followed.values()) await file.close();
  };
}
