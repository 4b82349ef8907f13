import type { Row } from "./row.ts";

/** Chance, keys and commands: not of AWS. */
export const utilities: Record<string, Row> = {
  "random:index/randomPassword:RandomPassword": {
    id: "none",
    more: { result: "{password}", bcryptHash: "{password}" },
  },
  "random:index/randomString:RandomString": { id: "{hash}", more: { result: "{hash}" } },
  "random:index/randomId:RandomId": {
    id: "{hash}",
    more: { b64Url: "{hash}", b64Std: "{hash}", dec: "42" },
  },
  "random:index/randomUuid:RandomUuid": { id: "{uuid}", more: { result: "{uuid}" } },
  "tls:index/privateKey:PrivateKey": {
    id: "{hash}",
    more: {
      privateKeyPem: "{password}",
      privateKeyOpenssh: "{password}",
      privateKeyPemPkcs8: "{password}",
      publicKeyPem: "-----BEGIN PUBLIC KEY-----\nMOCK\n-----END PUBLIC KEY-----\n",
      publicKeyOpenssh: "ssh-ed25519 MOCK",
      publicKeyFingerprintMd5: "{hash}",
    },
  },
  "command:local:Command": { id: "command-{hash}", more: { stdout: "", stderr: "" } },
  "cloudflare:index/dnsRecord:DnsRecord": { id: "{hash}", more: { hostname: "{name}" } },
};
