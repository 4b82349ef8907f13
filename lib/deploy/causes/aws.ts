import { type Cause, deployAgain } from "./types.ts";

const quota = (what: string, where: string, usual: string): Pick<Cause, "cause" | "next"> => ({
  cause: (_, { region }) => `the account has no ${what} left in ${region}; ${usual}`,
  next: (place) => [
    `ask for more (AWS console, Service Quotas, ${where}), or remove a stage that nobody needs`,
    deployAgain(place),
  ],
});

export const DOMAINS: Cause[] = [
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

export const QUOTAS: Cause[] = [
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
    when: /\b(?!RequestLimitExceeded)(\w*(?:LimitExceeded|QuotaExceeded)\w*)/,
    cause: ([, code], { region }) => `a quota of the account in ${region} is used up (${code})`,
    next: (place) => ["ask for more: AWS console, Service Quotas", deployAgain(place)],
  },
];
