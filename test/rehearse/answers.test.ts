import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { ACCOUNT, type Asked, playedAws } from "../support/played-aws.ts";

/**
 * What SST hears where AWS and Cloudflare are played, word by word: each answer as it goes over the wire, to be read beside
 * AWS's references of its services. What the answers mean is in aws.test.ts and outside.test.ts.
 */

const STORE = `/key-value-stores/${encodeURIComponent(`arn:aws:cloudfront::${ACCOUNT}:key-value-store/a`)}`;

const ASKED: [service: string, asked: Asked][] = [
  ["s3", { method: "HEAD", path: "/state" }],
  ["s3", { path: "/state" }],
  ["s3", { method: "PUT", path: "/state" }],
  ["s3", { method: "HEAD", path: "/state" }],
  ["s3", { method: "PUT", path: "/state/app/%3Cone%3E.json", body: "one" }],
  ["s3", { path: "/state/app/%3Cone%3E.json" }],
  ["s3", { method: "HEAD", path: "/state/app/%3Cone%3E.json" }],
  ["s3", { path: "/state?prefix=app/%3C" }],
  ["s3", { path: "/state/none" }],
  ["s3", { path: "/state?delete", body: "<Delete><Object><Key>app/&lt;one&gt;.json</Key></Object></Delete>" }],
  ["s3", { path: "/state" }],
  ["s3", { method: "DELETE", path: "/state" }],
  ["ssm", { operation: "GetParameter", body: { Name: "/sst/bootstrap" } }],
  ["ssm", { operation: "PutParameter", body: { Name: "/sst/bootstrap", Value: "{}" } }],
  ["ssm", { operation: "PutParameter", body: { Name: "/sst/bootstrap", Value: "{}" } }],
  ["ssm", { operation: "GetParameter", body: { Name: "/sst/bootstrap" } }],
  ["ssm", { operation: "DeleteParameter", body: { Name: "/sst/bootstrap" } }],
  ["sts", { form: { Action: "GetCallerIdentity" } }],
  ["iam", { form: { Action: "GetRole", RoleName: "task" } }],
  ["ecr", { operation: "CreateRepository", body: { repositoryName: "own" } }],
  ["ecr", { operation: "DescribeRepositories" }],
  ["route53", { path: "/2013-04-01/hostedzone" }],
  ["cloudfront", { method: "POST", path: "/2020-05-31/distribution/E1/invalidation" }],
  ["cloudfront", { path: "/2020-05-31/distribution/E1/invalidation/I1" }],
  ["cloudfront", { path: "/2020-05-31/distribution/E1" }],
  ["cloudfront", { method: "POST", path: "/2020-05-31/origin-access-control" }],
  ["cloudfront", { path: "/2020-05-31/origin-access-control/E1" }],
  ["cloudfront", { method: "DELETE", path: "/2020-05-31/origin-access-control/E1" }],
  ["cloudfront-keyvaluestore", { path: STORE }],
  ["cloudfront-keyvaluestore", { path: `${STORE}/keys/x` }],
  ["cloudfront-keyvaluestore", { path: `${STORE}/keys`, body: { Puts: [{ Key: "x", Value: "y" }] } }],
  ["cloudfront-keyvaluestore", { path: `${STORE}/keys/x` }],
  ["cloudfront-keyvaluestore", { path: `${STORE}/keys` }],
  ["cloudflare", { path: "/cloudflare/zones?name=acme.com" }],
  ["cloudflare", { path: "/cloudflare/accounts" }],
  ["cloudflare", { path: "/cloudflare/user" }],
];

/** What a server says of itself and of time. */
const OWN = new Set(["connection", "keep-alive", "date", "content-length", "transfer-encoding"]);

it("is what answers.txt says", async () => {
  const aws = await playedAws();
  aws.accounts.main.zones.add("acme.com");
  const heard: string[] = [];
  for (const [service, asked] of ASKED) {
    const { status, headers, text } = await aws.ask(service, asked);
    const method = asked.method ?? (asked.body || asked.form || asked.operation ? "POST" : "GET");
    const what = asked.operation ?? asked.form?.Action ?? decodeURIComponent(asked.path ?? "");
    const own = [...headers].filter(([name]) => !OWN.has(name)).map(([name, value]) => `${name}: ${value}`);
    heard.push(
      [`> ${service} ${method} ${what}`, String(status), ...own, text].filter((line) => line !== "").join("\n"),
    );
  }
  await aws.close();
  await expect(`${heard.join("\n\n")}\n`).toMatchFileSnapshot("answers.txt");
});

it("passes on what SST's own server says, with its status, and ends where that has ended", async () => {
  const aws = await playedAws();
  const own = createServer((_, response) => void response.writeHead(418).end("own words"));
  await new Promise<void>((done) => own.listen(0, "127.0.0.1", done));
  const { port } = own.address() as AddressInfo;
  const say = () => fetch(`${aws.url}/sst/${port}/rpc`, { method: "POST", body: '{"method":"Other","params":[]}' });
  const answer = await say();
  expect([answer.status, await answer.text()]).toEqual([418, "own words"]);
  await new Promise((done) => {
    own.close(done);
    own.closeAllConnections();
  });
  await expect(say()).rejects.toThrow();
  await aws.close();
});
