/**
 * What an error of a deploy usually means, and what to do about it. Each row is a message that SST, Pulumi, Terraform's
 * AWS provider, Docker or AWS really writes; the first row that fits speaks, so the particular stands before the general.
 */

/** Where the deploy happened: what commands and consoles need to be named. */
export interface Place {
  stage: string;
  project: string;
  region: string;
  /** `npx` or `pnpm exec` */
  exec: string;
  /** The command that deploys: `space-sst deploy dev`. */
  again: string;
}

export interface Cause {
  /** For scripts: in the document of `--json`. */
  id: string;
  when: RegExp;
  /** The likely cause, in one line. */
  cause: string | ((match: RegExpExecArray, place: Place) => string);
  /** What to do next, one step in a line. */
  next: (place: Place, match: RegExpExecArray) => string[];
}

const deployAgain = ({ again }: Place): string => `then run it again: ${again}`;

const quota = (what: string, where: string, usual: string): Pick<Cause, "cause" | "next"> => ({
  cause: (_, { region }) => `the account has no ${what} left in ${region}; ${usual}`,
  next: (place) => [
    `ask for more (AWS console, Service Quotas, ${where}), or remove a stage that nobody needs`,
    deployAgain(place),
  ],
});

const CREDENTIALS: Cause[] = [
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

const STATE: Cause[] = [
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
    next: ({ again }) => ["give it one: space-sst --domain example.com", `or insist: ${again} --allow-plain-http`],
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

const IMAGES: Cause[] = [
  {
    id: "docker-daemon",
    when: /Cannot connect to the Docker daemon|failed to connect to the docker API|docker daemon is not running|error during connect:/i,
    cause: "Docker is not running on this machine, and images are built here",
    next: (place) => ["start Docker; docker info must answer", deployAgain(place)],
  },
  {
    id: "disk-full",
    when: /no space left on device|ENOSPC/,
    cause: "the disk is full, of this machine or of Docker's",
    next: (place) => ["docker system df shows what Docker keeps; docker builder prune frees it", deployAgain(place)],
  },
  {
    id: "ecr-login",
    when: /no basic auth credentials|authorization token has expired|dkr\.ecr\.\S+.*(401 Unauthorized|403 Forbidden)|failed to authorize/i,
    cause: "the registry refuses the push: its login lasts twelve hours, and an old one can be in the way",
    next: (place) => [
      `docker logout the registry that the error names (….dkr.ecr.${place.region}.amazonaws.com)`,
      deployAgain(place),
    ],
  },
  {
    id: "ecr-push",
    when: /failed to (push|copy).*|ImageTagAlreadyExistsException|tag .* is immutable/i,
    cause: "the image could not be pushed to ECR; most often the connection broke off",
    next: (place) => [deployAgain(place).replace("then ", "")],
  },
  {
    id: "image-platform",
    when: /exec format error|does not contain descriptor matching platform|no matching manifest for/i,
    cause: "the image is for another processor than its tasks, which are linux/amd64",
    next: () => [
      "build it for linux/amd64: docker buildx build --platform linux/amd64, or FROM --platform=linux/amd64",
    ],
  },
  {
    id: "image-build",
    when: /failed to solve|failed to build|buildx|dockerfile parse error|executor failed running/i,
    cause: "an image does not build",
    next: (place) => ["build it alone to see why: docker build -f services/<name>/Dockerfile .", deployAgain(place)],
  },
];

const DOMAINS: Cause[] = [
  {
    id: "hosted-zone",
    when: /[Cc]ould not find hosted zone for domain (\S+)|no matching (?:Route ?53 )?[Hh]osted ?[Zz]one found|NoSuchHostedZone/,
    cause: ([, domain]) => `Route 53 in this account has no hosted zone for ${domain ?? "the domain"}`,
    next: (place, [, domain = "example.com"]) => [
      `aws route53 create-hosted-zone --name ${domain.replace(/[.,]$/, "")} --caller-reference "$(date +%s)", and enter its name servers at the registrar`,
      deployAgain(place),
    ],
  },
  {
    id: "certificate",
    when: /waiting for ACM Certificate \(\S+\) to be issued|CertificateValidation.*timeout|PENDING_VALIDATION/,
    cause: "AWS could not see the record that proves the domain: the registrar does not name this zone's servers",
    next: (place) => [
      "compare: dig +short NS the-domain, and the name servers of the hosted zone",
      `${deployAgain(place)}; it waits for the certificate again`,
    ],
  },
  {
    id: "cloudflare",
    when: /Cloudflare API error|Authentication error \(10000\)|Invalid request headers \(6003\)|CLOUDFLARE_API_TOKEN|Cloudflare Account ID/i,
    cause: "Cloudflare does not accept the token, or it lacks Zone: Read and DNS: Edit for the domain",
    next: (place) => [
      "set CLOUDFLARE_API_TOKEN and CLOUDFLARE_DEFAULT_ACCOUNT_ID in the environment",
      deployAgain(place),
    ],
  },
];

const QUOTAS: Cause[] = [
  {
    id: "quota-vpc",
    when: /VpcLimitExceeded|maximum number of VPCs/,
    ...quota("VPC", "Amazon VPC", "there are 5 unless raised"),
  },
  {
    id: "quota-eip",
    when: /AddressLimitExceeded|maximum number of addresses/,
    ...quota(
      "elastic IP address",
      "Amazon EC2, EC2-VPC Elastic IPs",
      "there are 5 unless raised, and each NAT gateway takes one",
    ),
  },
  {
    id: "quota-fargate",
    when: /limit on the number of (?:vCPUs|tasks) you can run concurrently/,
    ...quota("Fargate vCPU", "AWS Fargate, On-Demand vCPU resource count", "a new account begins with few"),
  },
  {
    id: "quota",
    when: /(\w*(?:LimitExceeded|QuotaExceeded)\w*)/,
    cause: ([, code], { region }) => `a quota of the account in ${region} is used up (${code})`,
    next: (place) => ["ask for more: AWS console, Service Quotas", deployAgain(place)],
  },
];

const RESOURCES: Cause[] = [
  {
    id: "task-failed",
    when: /The task "([^"]+)" of (\S+) (ended with (?:exit code (\d+)|no exit code)|was stopped|did not start|could not be started)/,
    cause: ([, command, version, , code]) =>
      command?.includes("migrate") === true
        ? `a migration of ${version} failed${code === undefined ? "" : ` with exit code ${code}`}; the service stays at its old version`
        : `"${command}" of ${version} failed${code === undefined ? "" : ` with exit code ${code}`}, and what waits for it was not made`,
    next: (place) => ['read its log below; RUNBOOK.md, "When one fails"', deployAgain(place)],
  },
  {
    id: "service-unhealthy",
    when: /waiting for ECS Service \((\S+?)\)|circuit breaker/i,
    cause: "new tasks of the service do not become healthy; ECS keeps or brings back the old ones",
    next: (place) => ["read the stopped task's reason and log below, and repair what it says", deployAgain(place)],
  },
  {
    id: "deletion-protection",
    when: /deletion protection|Cannot delete protected|OperationNotPermitted.*cannot be deleted|marked (?:as )?protected|is protected/i,
    cause: "a change would delete or replace something that is protected, and its data with it",
    next: ({ exec, stage }) => [
      `see which: ${exec} sst diff --stage ${stage}`,
      "take the change back; to go on all the same, RUNBOOK.md says how to let go",
    ],
  },
  {
    id: "secret-deleted",
    when: /secret with this name is already scheduled for deletion/,
    cause: "a secret of this name was deleted and can still be recovered, which keeps its name",
    next: (place) => ["restore it (aws secretsmanager restore-secret) or wait until it is gone", deployAgain(place)],
  },
  {
    id: "name-conflict",
    when: /EntityAlreadyExists|AlreadyExists|already exists|ResourceExistsException|BucketAlreadyOwnedByYou|ResourceInUseException|InvalidGroup\.Duplicate/,
    cause:
      "something of this name is in the account already, and not in this stage's state: often what a killed run left",
    next: (place) => [
      `${place.exec} sst refresh --stage ${place.stage}; if it is still unknown, delete or rename it in AWS`,
      deployAgain(place),
    ],
  },
  {
    id: "dependency",
    when: /DependencyViolation|has dependencies and cannot be deleted|has a dependent object/,
    cause: "something else in the account still uses what is to go",
    next: (place) => ["see in the AWS console what uses it, and remove that first", deployAgain(place)],
  },
  {
    id: "access-denied",
    when: /(?:is not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+))|AccessDenied|UnauthorizedOperation/,
    cause: ([, action]) => `these credentials may not ${action ?? "do it"}: a deploy needs administrator rights`,
    next: (place) => [
      "use a profile with administrator rights in the stage's account: AWS_PROFILE",
      deployAgain(place),
    ],
  },
];

const MACHINE: Cause[] = [
  {
    id: "plugin-download",
    when: /could not (?:load|download|install) (?:plugin|pulumi)|error downloading plugin|failed to download pulumi|Could not install pulumi/i,
    cause: "Pulumi or one of its providers could not be downloaded",
    next: (place) => ["let this machine reach get.pulumi.com and github.com; check VPN and proxy", deployAgain(place)],
  },
  {
    id: "out-of-memory",
    when: /JavaScript heap out of memory|signal: killed|ENOMEM/,
    cause: "this machine has too little memory for the deploy",
    next: (place) => ["close other programs, or give Docker and Node more memory", deployAgain(place)],
  },
  {
    id: "throttled",
    when: /Throttling|TooManyRequests|Rate exceeded/i,
    cause: "AWS throttles the account's calls",
    next: (place) => [`wait a minute, ${deployAgain(place)}`],
  },
  {
    id: "network",
    when: /no such host|ENOTFOUND|i\/o timeout|connection refused|ECONNREFUSED|TLS handshake timeout/i,
    cause: "the network does not reach AWS, or what the error names",
    next: (place) => ["check network, VPN and proxy", deployAgain(place)],
  },
];

/** A stage's own guard against the wrong region, unknown stages and the like says everything itself. */
export const CAUSES: readonly Cause[] = [
  ...CREDENTIALS,
  ...STATE,
  ...IMAGES.slice(0, 2),
  ...DOMAINS,
  ...QUOTAS,
  ...RESOURCES.slice(0, 2),
  ...IMAGES.slice(2),
  ...RESOURCES.slice(2),
  ...MACHINE,
];
