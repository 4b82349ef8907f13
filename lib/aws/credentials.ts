import { defaultProvider } from "@aws-sdk/credential-provider-node";

/** The SDK would warn between lines of ours that keys stand beside a profile: the profile is meant, and each command says whose account it is. */
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

export const credentialsOf = (profile: string | undefined) =>
  defaultProvider({ logger: QUIET, ...(profile === undefined ? {} : { profile }) });
