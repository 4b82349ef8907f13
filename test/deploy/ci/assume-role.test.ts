import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { LONGEST_SESSION } from "../../../lib/deploy/ci/roles.ts";
import { packageRoot } from "../../../lib/system/package-root.ts";

const script = join(packageRoot, "templates", "scripts", "assume-role.mjs");
const STEP = {
  AWS_REGION: "eu-west-1",
  AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/ci/shop-dev-deploy",
  BITBUCKET_STEP_OIDC_TOKEN: "ey.to+ken",
  BITBUCKET_BUILD_NUMBER: "17",
};

/** Plays AWS STS by one answer. What it hides: whether AWS takes the token. */
async function sts(status: number, text: string) {
  const asked: Record<string, string>[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    asked.push(Object.fromEntries(new URLSearchParams(body)));
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { asked, AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const run = (env: Record<string, string>) =>
  execa(process.execPath, [script], { env: { PATH: process.env.PATH, ...env }, extendEnv: false, reject: false });

it("asks AWS for the deployment's role, for as long as that may be lent, and prints what a shell takes", async () => {
  const { asked, ...to } = await sts(
    200,
    "<r><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s/e+c=</SecretAccessKey><SessionToken>t/o+k==</SessionToken></Credentials></r>",
  );
  const { stdout, exitCode } = await run({ ...STEP, ...to });
  expect(exitCode).toBe(0);
  expect(asked).toEqual([
    {
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: STEP.AWS_ROLE_ARN,
      RoleSessionName: "deploy-17",
      DurationSeconds: String(LONGEST_SESSION),
      WebIdentityToken: "ey.to+ken",
    },
  ]);
  const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
  const shell = `eval "$credentials"; printf '%s\\n' ${names.map((name) => `"$${name}"`).join(" ")}`;
  const seen = await execa("sh", ["-c", shell], { env: { credentials: stdout } });
  expect(seen.stdout.split("\n")).toEqual(["ASIA1", "s/e+c=", "t/o+k=="]);
});

it.each([
  ["a refusal", { status: 400, text: "<e><Code>ValidationError</Code><Message>The role is not yours</Message></e>" }],
  ["what is no answer of STS", { status: 502, text: "The role is not yours" }],
])("says %s, and prints nothing that a shell would run", async (_, { status, text }) => {
  const { asked, ...to } = await sts(status, text);
  const { stdout, stderr, exitCode } = await run({ ...STEP, ...to });
  expect({ stdout, stderr, exitCode }).toEqual({
    stdout: "",
    stderr: `AWS does not lend ${STEP.AWS_ROLE_ARN}: The role is not yours`,
    exitCode: 1,
  });
});

it.each(["AWS_REGION", "AWS_ROLE_ARN", "BITBUCKET_STEP_OIDC_TOKEN"])("says that a step lacks %s", async (name) => {
  const { stdout, stderr, exitCode } = await run({ ...STEP, [name]: "" });
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 1 });
  expect(stderr).toBe(`Not set: ${name}. README.md says what a deployment has.`);
});

it("asks AWS itself in the region, and waits no longer than half a minute", async () => {
  const fetches = `AbortSignal.timeout = (ms) => ms;
globalThis.fetch = async (url, { method, signal, body }) => {
  throw new Error([method, url, "for", signal, "ms, as", body.get("RoleSessionName")].join(" "));
};`;
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(fetches)}`;
  const { BITBUCKET_BUILD_NUMBER: _, ...byHand } = STEP;
  const { stderr, exitCode } = await run({ ...byHand, NODE_OPTIONS });
  expect([exitCode, stderr]).toEqual([
    1,
    "https://sts.eu-west-1.amazonaws.com does not answer: POST https://sts.eu-west-1.amazonaws.com for 30000 ms, as deploy-by-hand",
  ]);
});

it("names all that a step lacks at once", async () => {
  const { stderr } = await run({ AWS_REGION: "eu-west-1" });
  expect(stderr).toBe("Not set: AWS_ROLE_ARN, BITBUCKET_STEP_OIDC_TOKEN. README.md says what a deployment has.");
});

it("says that AWS cannot be reached", async () => {
  const { stdout, stderr, exitCode } = await run({ ...STEP, AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1" });
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 1 });
  expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:1 does not answer: \S/);
});
