import { readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { servicePackages } from "../support/packages.ts";
import { type Program, playedProgram } from "../support/played/program.ts";

/**
 * What plays SES on a developer's machine, asked by AWS's own SDK, as the rendered services do. It hides who may send from
 * where and to whom, and whether a mail arrives: only SES shows that.
 */

let program: Program;
// biome-ignore lint/suspicious/noExplicitAny: the SDK is a package of the services, and not of this one.
let sdk: any;
// biome-ignore lint/suspicious/noExplicitAny: likewise.
let ses: any;

beforeAll(async () => {
  program = await playedProgram("email.mjs", { domain: "acme.com", services: [{ name: "api", email: "noreply" }] });
  sdk = createRequire(join(await servicePackages(), "/"))("@aws-sdk/client-sesv2");
  ses = new sdk.SESv2Client({
    endpoint: program.url,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
}, 120_000);
afterAll(async () => {
  ses?.destroy();
  await program?.stop();
});

const simple = (body: object, subject = "Your\ninvitation") => ({
  Content: { Simple: { Subject: { Data: subject }, Body: body } },
});
const text = { Text: { Data: "Open http://localhost:3000/join?x=1" } };
const to = (...ToAddresses: string[]) => ({ Destination: { ToAddresses } });
const people = (count: number) => Array<string>(count).fill("ana@example.com");

const send = (mail: object) =>
  ses.send(
    new sdk.SendEmailCommand({
      FromEmailAddress: "noreply@shop.test",
      ...to("ana@example.com"),
      ...simple(text),
      ...mail,
    }),
  );

/** The one mail that was kept, which is then taken away, and what the terminal said of it. */
async function kept(mail: object) {
  const before = program.out().length;
  const { MessageId } = await send(mail);
  const folder = join(program.root, ".sst/mail");
  const [name = "", ...others] = await readdir(folder);
  expect(others).toEqual([]);
  const contents = await readFile(join(folder, name), "utf8");
  await rm(join(folder, name));
  const [, date = ""] = /^Date: (.*)$/m.exec(contents) ?? [];
  return {
    name,
    date,
    text: contents.replace(`<${MessageId}>`, "<ID>").replace(date, "now"),
    said: program.out().slice(before).replace(name, "FILE"),
  };
}

it("keeps a mail as a file, and prints its links", async () => {
  const mail = await kept({});
  expect(mail.text).toBe(
    [
      "Message-ID: <ID>",
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
  expect(mail.said).toBe(
    "mail to ana@example.com: Your\ninvitation (.sst/mail/FILE)\n  http://localhost:3000/join?x=1\n",
  );
  // In the order in which they were sent, and no name that Windows refuses.
  expect(mail.name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-[0-9a-f]{8}\.eml$/);
  expect(mail.date).toMatch(/ GMT$/);
});

it("keeps the page of a mail that has one, and prints each link once", async () => {
  const Html = { Data: `<a href="https://acme.com/a?b=1">a</a> <a href='https://acme.com/a?b=1'>b</a>` };
  const Text = { Data: "https://acme.com/c https://acme.com/a?b=1" };
  const mail = await kept({ ...simple({ Html, Text }, "Hello"), ...to("ana@example.com", "bob@example.com") });
  expect(mail.text.split("\n").slice(3)).toEqual([
    "To: ana@example.com, bob@example.com",
    "Subject: Hello",
    "Content-Type: text/html; charset=utf-8",
    "",
    Html.Data,
    "",
  ]);
  expect(mail.said).toBe(
    "mail to ana@example.com, bob@example.com: Hello (.sst/mail/FILE)\n  https://acme.com/c\n  https://acme.com/a?b=1\n",
  );
});

it.each([
  ["to nobody but in copy", { Destination: { CcAddresses: ["ana@example.com"] } }],
  ["to nobody but unseen", { Destination: { BccAddresses: ["ana@example.com"] } }],
  ["to as many as SES takes", to(...people(50))],
  ["that is a page alone", simple({ Html: { Data: "<p>" } })],
])("takes a mail %s", async (_, mail) => {
  expect((await kept(mail)).text).toContain("From: noreply@shop.test");
});

const crowd = { ToAddresses: people(20), CcAddresses: people(20), BccAddresses: people(11) };

it.each([
  ["to nobody", { Destination: {} }, "Missing destination"],
  ["to nowhere", { Destination: undefined }, "Missing destination"],
  ["to more than SES takes", { Destination: crowd }, "Recipient count exceeds 50"],
  ["from nobody", { FromEmailAddress: undefined }, "Missing or wrong FromEmailAddress"],
  ["from no address", { FromEmailAddress: "shop" }, "Missing or wrong FromEmailAddress"],
  ["without a subject", simple(text, ""), "Missing subject"],
  ["that is empty", simple({}), "Missing body"],
  ["without a body", simple(undefined as unknown as object), "Missing body"],
])("refuses a mail %s, as SES does", async (_, mail, message) => {
  const refused = await send(mail).catch((error: unknown) => error);
  expect(refused).toMatchObject({ name: "BadRequestException", message, $metadata: { httpStatusCode: 400 } });
  expect(program.err()).toBe("");
});

it("says what it does not play", async () => {
  const refused = { name: "NotImplemented", $metadata: { httpStatusCode: 501 } };
  const template = send({ Content: { Template: { TemplateName: "welcome" } } });
  await expect(template).rejects.toMatchObject({
    ...refused,
    message: "SES sends raw mail and templates, this does not",
  });
  const other = { ...refused, message: "SES does, this does not" };
  await expect(ses.send(new sdk.GetAccountCommand({}))).rejects.toMatchObject(other);
  await expect(ses.send(new sdk.CreateEmailIdentityCommand({ EmailIdentity: "acme.com" }))).rejects.toMatchObject(
    other,
  );
  const listed = await fetch(`${program.url}/v2/email/outbound-emails`);
  expect([listed.status, listed.headers.get("content-type")]).toEqual([501, "application/json"]);
});

it("says of a fault of its own that it is one, here and on the terminal", async () => {
  const answer = await fetch(`${program.url}/v2/email/outbound-emails`, { method: "POST", body: "{" });
  expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([500, "InternalServiceErrorException"]);
  await program.complained();
  expect(program.err()).toContain("SyntaxError");
});

it("leaves the port to whatever answers there", async () => {
  const { port } = new URL(program.url);
  const other = await program.again(port);
  expect(other.out()).toBe(`mail: what answers on port ${port} already is used\n`);
  await other.stop();
});
