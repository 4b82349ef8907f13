import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { Mailer } from "../src/mailer.ts";

/** In place of SES: it takes mail for one person, and refuses all other. What it does with mail it does not show. */
const taken: { path: string | undefined; mail: unknown }[] = [];
const server = createServer(async (request, response) => {
  const mail = JSON.parse(Buffer.concat(await request.toArray()).toString());
  taken.push({ path: request.url, mail });
  const known = mail.Destination.ToAddresses[0] === "ana@example.com";
  response.setHeader("content-type", "application/json");
  if (!known) response.setHeader("x-amzn-errortype", "MessageRejected");
  response.writeHead(known ? 200 : 400).end(JSON.stringify(known ? { MessageId: "1" } : { message: "not verified" }));
}).listen(0);
await once(server, "listening");

const mailer = new Mailer({
  MAIL_FROM: "noreply@example.com",
  MAIL_CONFIGURATION_SET: "outgoing",
  MAIL_REGION: "eu-west-1",
  MAIL_ENDPOINT: `http://localhost:${(server.address() as AddressInfo).port}`,
});
afterAll(() => {
  mailer.close();
  server.close();
});

test("sends from the address of the service, with the settings of the stage", async () => {
  expect(await mailer.send({ to: "ana@example.com", subject: "Hello", text: "Hello, Ana" })).toBe("1");
  expect(taken.at(-1)).toEqual({
    path: "/v2/email/outbound-emails",
    mail: {
      FromEmailAddress: "noreply@example.com",
      ConfigurationSetName: "outgoing",
      Destination: { ToAddresses: ["ana@example.com"] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello, Ana" } } } },
    },
  });
});

test("fails where SES does not take it", async () => {
  await expect(mailer.send({ to: "ben@example.com", subject: "Hello", text: "Hello, Ben" })).rejects.toThrow(
    "not verified",
  );
});
