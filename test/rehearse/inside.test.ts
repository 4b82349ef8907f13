import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { temporaryFolder } from "../support/cli.ts";
import { place } from "../support/files.ts";
import { playedAws } from "../support/played-aws.ts";

/** What is loaded into every Node process of a rehearsal before anything else. */

const INSIDE = pathToFileURL(join(packageRoot, "dist", "rehearse", "inside.js")).href;

/** Runs a program inside, and gives what it prints as JSON. */
async function inside(code: string, env: Record<string, string>) {
  const { stdout } = await execa(process.execPath, [`--import=${INSIDE}`, "--input-type=module", "--eval", code], {
    env,
  });
  return JSON.parse(stdout) as unknown;
}

it("lets nothing leave the machine, says where it wanted to go, and reaches what is here", async () => {
  const aws = await playedAws();
  const { port } = new URL(aws.url);
  const tried = `
    import { connect } from "node:net";
    const answered = (socket) => new Promise((done) =>
      socket.on("connect", () => { socket.destroy(); done("here"); }).on("error", ({ message }) => done(message)));
    const reached = (url) => fetch(url).then(({ status }) => status, ({ cause }) => cause.message);
    console.log(JSON.stringify([
      await answered(connect(443, "sts.amazonaws.com")),
      await answered(connect({ host: "203.0.113.7", port: 80 })),
      await answered(connect(${port}, "127.0.0.1")),
      await answered(connect({ host: "localhost", port: ${port} })),
      await reached("https://registry.npmjs.org/sst"),
      await reached("${aws.url}/outside/said"),
    ]));
  `;
  const no = (host: string) => `a rehearsal does not leave this machine: ${host}`;
  const said = (await inside(tried, { SPACE_SST_REHEARSAL: aws.url })) as string[];
  expect(said.filter((_, index) => index !== 3)).toEqual([
    ...[no("sts.amazonaws.com"), no("203.0.113.7"), "here", no("registry.npmjs.org"), 204],
  ]);
  // A machine may have localhost at an address that nobody listens to.
  expect(said[3]).not.toContain("does not leave");
  expect(new Set(aws.outside)).toEqual(new Set(["sts.amazonaws.com", "203.0.113.7", "registry.npmjs.org", "said"]));
  await aws.close();
});

it("has a value for each secret that nobody has set, and asks SST by way of the rehearsal", async () => {
  const asked = `
    const { SST_SECRET_OWN, SST_SECRET_JWT, SST_SECRET_MainRotated, SST_SERVER, OTHER, XSST_SECRET_A } = process.env;
    console.log(JSON.stringify([SST_SECRET_OWN, SST_SECRET_JWT, SST_SECRET_MainRotated, SST_SERVER, OTHER, XSST_SECRET_A].map((value) => value ?? null)));
  `;
  const env = { SST_SECRET_OWN: "set", SST_SERVER: "http://127.0.0.1:4242", SPACE_SST_REHEARSAL: "http://127.0.0.1:9" };
  const expected = ["set", "rehearsed-JWT", null, "http://127.0.0.1:9/sst/4242", null, null];
  expect(await inside(asked, env)).toEqual(expected);
  // Whoever was started by such a process has that address already.
  const again = { ...env, SST_SERVER: "http://127.0.0.1:9/sst/4242" };
  expect(await inside(asked, again)).toEqual(expected);
});

it("says where an error comes from as it was told to, but for what Pulumi's SDK notes of each of its promises", async () => {
  const file = join(await temporaryFolder(), "@pulumi", "pulumi", "runtime", "debuggable.js");
  place(file, "exports.note = () => new Error('noted').stack;");
  const errors = `
    import { createRequire } from "node:module";
    const { note } = createRequire(import.meta.url)(${JSON.stringify(file)});
    const own = () => new Error("own").stack;
    const before = [Error.prepareStackTrace ?? null, own().split("\\n")[1].trim().slice(0, 7)];
    Error.prepareStackTrace = ({ message }, frames) => message + " at " + frames[0].getFunctionName();
    console.log(JSON.stringify([...before, own(), note()]));
  `;
  expect(await inside(errors, {})).toEqual([null, "at own ", "own at own", "Error: noted"]);
});
