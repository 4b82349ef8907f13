import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Aws } from "../../lib/aws/client.ts";
import { credentialsOf } from "../../lib/aws/credentials.ts";
import { identityOf } from "../../lib/aws/identity.ts";
import { awsServer, noCredentials } from "../support/aws/server.ts";
import { temporaryFolder } from "../support/cli.ts";

afterEach(() => void vi.unstubAllEnvs());

/** A machine with this ~/.aws/config, and nothing else that the SDK would find. */
async function machine(config: string): Promise<string> {
  const home = await temporaryFolder();
  await mkdir(join(home, ".aws"));
  await writeFile(join(home, ".aws", "config"), config);
  vi.stubEnv("HOME", home);
  vi.stubEnv("AWS_CONFIG_FILE", join(home, ".aws", "config"));
  return home;
}

beforeEach(() => {
  for (const [name, value] of Object.entries(noCredentials)) vi.stubEnv(name, value);
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"])
    vi.stubEnv(name, undefined);
});

const identity = (profile?: string) => identityOf(new Aws({ region: "eu-west-1", profile }));

it("says that there are no credentials", async () => {
  await expect(identity()).rejects.toMatchObject({
    problem: "no-credentials",
    message:
      "There are no AWS credentials here; choose a profile with AWS_PROFILE after aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
  });
});

it("names the profile that is not set up", async () => {
  await machine("[profile other]\nregion = eu-west-1\n");
  await expect(identity("acme")).rejects.toMatchObject({
    problem: "no-credentials",
    message:
      "The AWS profile acme is not set up on this machine; choose one with AWS_PROFILE (aws configure list-profiles names them), or set it up: aws configure sso --profile acme.",
  });
});

const SSO = `[profile acme]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = dev
region = eu-west-1

[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
`;

it("names the command that begins an SSO session", async () => {
  await machine(SSO);
  await expect(identity("acme")).rejects.toMatchObject({
    problem: "expired",
    message: "The AWS session of profile acme has ended; sign in again: aws sso login --profile acme.",
  });
});

it("names the command that begins an SSO session again", async () => {
  const home = await machine(SSO);
  const cache = join(home, ".aws", "sso", "cache");
  await mkdir(cache, { recursive: true });
  const token = { accessToken: "t", expiresAt: "2020-01-01T00:00:00Z" };
  await writeFile(join(cache, `${createHash("sha1").update("acme").digest("hex")}.json`), JSON.stringify(token));
  vi.stubEnv("AWS_PROFILE", "acme");
  await expect(identity()).rejects.toMatchObject({
    problem: "expired",
    message: "The AWS session of profile acme has ended; sign in again: aws sso login --profile acme.",
  });
});

it("uses the credentials of the profile", async () => {
  const home = await machine("[profile acme]\naws_access_key_id = AKIAACME\naws_secret_access_key = s\n");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, ".aws", "config"));
  const server = await awsServer({ "sts.GetCallerIdentity": { Account: "111122223333", Arn: "a", UserId: "u" } });
  vi.stubEnv("AWS_ENDPOINT_URL", server.url);
  await identity("acme");
  expect(server.requests.map(({ accessKey }) => accessKey)).toEqual(["AKIAACME"]);
});

it("asks for the credentials of a profile once, whichever regions and services are called with them", async () => {
  const home = await temporaryFolder();
  const asked = join(home, "asked");
  const says = JSON.stringify({ Version: 1, AccessKeyId: "AKIAACME", SecretAccessKey: "s" });
  await writeFile(join(home, "says.sh"), `#!/bin/sh\necho x >> '${asked}'\necho '${says}'\n`, { mode: 0o755 });
  await machine(`[profile acme]\ncredential_process = ${join(home, "says.sh")}\n`);
  const server = await awsServer({
    "sts.GetCallerIdentity": { Account: "111122223333", Arn: "a", UserId: "u" },
    "ecs.ListClusters": { clusterArns: [] },
  });
  vi.stubEnv("AWS_ENDPOINT_URL", server.url);
  const aws = new Aws({ region: "eu-west-1", profile: "acme" });
  await identityOf(aws.in("us-east-1"));
  await Promise.all([identityOf(aws), aws.call("ecs", "ListClusters", {}), identityOf(aws.in("eu-north-1"))]);
  expect(server.requests.map(({ region, accessKey }) => `${region} ${accessKey}`).sort()).toEqual([
    "eu-north-1 AKIAACME",
    "eu-west-1 AKIAACME",
    "eu-west-1 AKIAACME",
    "us-east-1 AKIAACME",
  ]);
  expect(await readFile(asked, "utf8")).toBe("x\n");
  expect(aws.in("us-east-1").profile).toBe("acme");
});

it("says that AWS cannot be reached", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
  await expect(identity()).rejects.toMatchObject({
    problem: "network",
    message: expect.stringMatching(
      /^AWS cannot be reached in eu-west-1 \(.*ECONNREFUSED.*\); check the network, VPN and any proxy\.$/,
    ),
  });
});

it("says nothing where keys stand beside a profile: a warning would break into the lines of a command", async () => {
  await machine("[profile shop]\nregion = us-east-1\n");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "example");
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  try {
    await credentialsOf("shop")().catch(() => undefined);
    expect(warned).not.toHaveBeenCalled();
  } finally {
    warned.mockRestore();
  }
});
