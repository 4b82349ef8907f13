import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { render } from "../../lib/render/render.ts";
import { servicePackages } from "../support/packages.ts";
import { viewOf } from "../support/view.ts";

/**
 * What plays SES on a developer's machine, asked by AWS's own SDK, as the rendered services do. It hides who may send from
 * where and to whom, and whether a mail arrives: only SES shows that.
 */

let root: string;
let child: ChildProcess;
let said = "";
// biome-ignore lint/suspicious/noExplicitAny: the SDK is a package of the services, and not of this one.
let sdk: any;
// biome-ignore lint/suspicious/noExplicitAny: likewise.
let ses: any;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-email-"));
  const view = viewOf({ domain: "acme.com", services: [{ name: "api", email: "noreply" }] });
  const file = render(view).find(({ path }) => path === "scripts/email.mjs");
  await mkdir(join(root, "scripts"));
  await writeFile(join(root, "scripts/email.mjs"), file?.contents ?? "");
  child = spawn(process.execPath, [join(root, "scripts/email.mjs"), "0"], { stdio: ["ignore", "pipe", "inherit"] });
  child.stdout?.on("data", (chunk) => {
    said += String(chunk);
  });
  await once(child.stdout as NodeJS.ReadableStream, "data");
  sdk = createRequire(join(await servicePackages(), "/"))("@aws-sdk/client-sesv2");
  ses = new sdk.SESv2Client({
    endpoint: /http:\S+/.exec(said)?.[0],
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
}, 120_000);
afterAll(async () => {
  ses?.destroy();
  child?.kill();
  await rm(root, { recursive: true, force: true });
});

const send = (mail: object) =>
  ses.send(
    new sdk.SendEmailCommand({
      FromEmailAddress: "noreply@shop.test",
      Destination: { ToAddresses: ["ana@example.com"] },
      Content: {
        Simple: {
          Subject: { Data: "Your\ninvitation" },
          Body: { Text: { Data: "Open http://localhost:3000/join?x=1" } },
        },
      },
      ...mail,
    }),
  );

it("keeps a mail as a file, and prints its links", async () => {
  const { MessageId } = await send({});
  const [name = "", ...others] = await readdir(join(root, ".sst/mail"));
  expect(others).toEqual([]);
  const text = await readFile(join(root, ".sst/mail", name), "utf8");
  expect(text.replace(/^Date: .*$/m, "Date: now")).toBe(
    [
      `Message-ID: <${MessageId}>`,
      "Date: now",
      "From: noreply@shop.test",
      "To: ana@example.com",
      "Subject: Your invitation",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "Open http://localhost:3000/join?x=1",
      "",
    ].join("\n"),
  );
  expect(said).toContain(`(.sst/mail/${name})\n  http://localhost:3000/join?x=1\n`);
});

it.each([
  ["to nobody", { Destination: {} }, "Missing destination"],
  ["to more than SES takes", { Destination: { ToAddresses: Array(51).fill("ana@example.com") } }, "exceeds 50"],
  ["from nobody", { FromEmailAddress: undefined }, "FromEmailAddress"],
  ["that is empty", { Content: { Simple: { Subject: { Data: "Hello" }, Body: {} } } }, "Missing body"],
])("refuses a mail %s", async (_, mail, message) => {
  await expect(send(mail)).rejects.toThrow(message);
});

it("says what it does not play", async () => {
  await expect(send({ Content: { Template: { TemplateName: "welcome" } } })).rejects.toThrow("this does not");
  await expect(ses.send(new sdk.GetAccountCommand({}))).rejects.toThrow("this does not");
});
