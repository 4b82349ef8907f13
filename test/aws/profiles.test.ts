import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { knownProfiles } from "../../lib/aws/profiles.ts";
import { temporaryFolder } from "../support/cli.ts";

afterEach(() => vi.unstubAllEnvs());

async function profiles(config: string, credentials: string): Promise<string[]> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "config"), config);
  await writeFile(join(folder, "credentials"), credentials);
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  return [...(await knownProfiles())].sort();
}

describe("the profiles of the AWS configuration", () => {
  it("are those that AWS's own SDK finds: no session, no service, no section that only looks like one", async () => {
    const config = `
[default]
region = eu-west-1
[profile globex]
region = eu-west-1
[profile "quoted"]
region = eu-west-1
[acme]
region = eu-west-1
[sso-session agency]
sso_region = eu-west-1
[services local]
s3 =
  endpoint_url = http://localhost
`;
    expect(await profiles(config, "[initech]\naws_access_key_id = A\naws_secret_access_key = B\n")).toEqual([
      "default",
      "globex",
      "initech",
      "quoted",
    ]);
  });

  it("are those of now, where somebody adds one meanwhile", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "config"), "[profile acme]\nregion = eu-west-1\n");
    vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
    expect(await knownProfiles()).toEqual(new Set(["acme"]));
    await writeFile(
      join(folder, "config"),
      "[profile acme]\nregion = eu-west-1\n[profile globex]\nregion = eu-west-1\n",
    );
    expect(await knownProfiles()).toEqual(new Set(["acme", "globex"]));
  });

  it("are none where there is no configuration", async () => {
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere/config");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
    expect(await knownProfiles()).toEqual(new Set());
  });
});
