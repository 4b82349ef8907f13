import { get } from "node:http";
import { languageHost } from "./language.ts";

/**
 * The program that the engine starts under the name of every plugin: `resource aws 7.20.0`. A provider lives in the process
 * of the rehearsal; this one only hands its port on, and ends when either side does.
 */

const [kind = "", name = "", version = ""] = process.argv.slice(2);
const rehearsal = process.env.SPACE_SST_REHEARSAL ?? "";

/** The engine may go away without a word. */
const engine = process.ppid;
setInterval(() => process.ppid !== engine && process.exit(1), 500).unref();

if (kind === "language") languageHost(process.argv.slice(5), version);
else {
  // SST hands the credentials that it has found on under a name of its own.
  const query = new URLSearchParams({ cwd: process.cwd(), key: process.env.SST_AWS_ACCESS_KEY_ID ?? "" });
  get(`${rehearsal}/plugin/${name}/${version}?${query}`, (answer) => {
    // The answer goes on for as long as the rehearsal lives.
    answer.pipe(process.stdout);
    answer.on("close", () => process.exit(1));
  }).on("error", () => process.exit(1));
}
