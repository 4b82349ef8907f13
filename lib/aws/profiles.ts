import { loadSharedConfigFiles } from "@smithy/core/config";

/** Sections of the configuration that are no profiles, as the SDK names them. */
const OTHER = /^(sso-session|services)\./;

/** The profiles that AWS's two files have, as its SDK reads them. */
export async function knownProfiles(): Promise<Set<string>> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = [...Object.keys(configFile), ...Object.keys(credentialsFile)];
  return new Set(names.filter((name) => !OTHER.test(name)));
}
