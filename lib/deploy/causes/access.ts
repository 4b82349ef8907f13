import { typed } from "../../system/typed.ts";
import { type Cause, deployAgain } from "./types.ts";

export const CREDENTIALS: Cause[] = [
  {
    id: "expired-credentials",
    when: /ExpiredToken|RequestExpired|security token included in the request is expired|cached SSO token is expired|token has expired and refresh failed|SSO session .* has expired/i,
    cause: "the AWS session has ended",
    next: (place) => ["sign in again: aws sso login", deployAgain(place)],
  },
  {
    id: "no-credentials",
    when: /AWS credentials are not configured|no EC2 IMDS role found|No valid credential sources found|failed to refresh cached credentials/i,
    cause: "there are no AWS credentials for SST to use",
    next: (place) => ["choose a profile and sign in: export AWS_PROFILE=…, aws sso login", deployAgain(place)],
  },
  {
    id: "invalid-credentials",
    when: /InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure/,
    cause: (_, { region }) => `AWS does not know these credentials, or ${region} is not enabled for the account`,
    next: () => ["see who you are: aws sts get-caller-identity", "choose another profile: AWS_PROFILE"],
  },
  {
    id: "wrong-account",
    when: /belongs to account (\d{12}), but the credentials are for (\d{12})/,
    cause: ([, wanted, given]) => `these credentials are of account ${given}, and the stage lives in ${wanted}`,
    next: (place, [, wanted]) => [`choose a profile of account ${wanted}: AWS_PROFILE`, deployAgain(place)],
  },
];

export const STATE: Cause[] = [
  {
    id: "missing-secret",
    when: /Set a value for (\w+) with `sst secret set/,
    cause: ([, name]) => `the secret ${name} has no value in this stage`,
    next: (place, [, name]) => [`${place.exec} sst secret set ${name} --stage ${place.stage}`, deployAgain(place)],
  },
  {
    id: "plain-http",
    when: /ALLOW_PLAIN_HTTP/,
    cause: "production has no domain, so passwords would travel unencrypted",
    next: ({ again }) => [`give it one: ${typed("--domain example.com")}`, `or insist: ${again} --allow-plain-http`],
  },
  {
    id: "passphrase",
    when: /passphrase for this app \/ stage is missing or invalid|incorrect passphrase/i,
    cause: "the key that the state is encrypted with is not the one in AWS",
    next: ({ project, stage }) => [
      `look at the parameter /sst/passphrase/${project}/${stage} in Systems Manager: its history has the earlier value`,
    ],
  },
  {
    id: "state-bucket",
    when: /state bucket is missing/,
    cause: "the bucket that holds SST's state is gone, or these credentials are of another account",
    next: () => ["compare the account (aws sts get-caller-identity) before you recreate anything"],
  },
  {
    id: "state-corrupt",
    when: /app state is corrupted|snapshot integrity/i,
    cause: "the state does not fit together, often after a run that was killed",
    next: (place) => [`${place.exec} sst state repair --stage ${place.stage}`, deployAgain(place)],
  },
];
