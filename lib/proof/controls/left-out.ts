/** A control that no repo is asked, and the reason. */
interface LeftOut {
  id: string;
  title: string;
  why: string;
}

const endpoint = (id: string, service: string): LeftOut => ({
  id,
  title: `a private endpoint for ${service}`,
  why: "about $7 a month for each zone; the traffic leaves through NAT gateways, encrypted",
});

/** What AWS Security Hub asks besides, and what would be possible for money or with code of one's own. */
export const LEFT_OUT: readonly LeftOut[] = [
  ...["ec2", "ecr.api", "ecr.dkr", "ssm", "ssm-contacts", "ssm-incidents"].map((service, index) =>
    endpoint(`EC2.${[10, 55, 56, 57, 58, 60][index]}`, service),
  ),
  {
    id: "CloudFront.1, CloudFront.4, CloudFront.6",
    title: "a root object, a second origin and a firewall for static sites",
    why: "a function at the edge answers `/`, the files are in one bucket in several zones, and everybody may read them; a firewall is about $9 a month for each site",
  },
  {
    id: "CloudFront.5",
    title: "a log of what is read from static sites",
    why: "it is billed by what is read, and tells of files that everybody may have; the load balancer logs what an API is asked",
  },
  {
    id: "CKV_AWS_374",
    title: "static sites answer in some countries only",
    why: "where a customer may be is for its owner to say: geoRestriction of the distribution",
  },
  {
    id: "CKV2_AWS_71",
    title: "certificates without a wildcard",
    why: "one certificate serves the hosts of all services, also of those that come later; its key stays in ACM",
  },
  {
    id: "CKV_AWS_382",
    title: "containers reach only addresses that are listed",
    why: "packages, payments and mail are in the internet, at addresses that change; databases and caches reach nothing",
  },
  {
    id: "CKV_AWS_126, CKV_AWS_135",
    title: "metrics by the minute, and a path to its disk of its own, for the machine of the tunnel",
    why: "no alarm is about it, and every machine of its type has the path",
  },
  {
    id: "ECR.5",
    title: "images under a key of one's own",
    why: "done, but not asked: Security Hub asks it only where it is set up to",
  },
  {
    id: "ELB.18, to the letter",
    title: "no HTTP listener at all",
    why: "people type addresses without https: port 80 answers with a redirect and nothing else. Suppress the finding of that listener",
  },
  {
    id: "ELB.21, ELB.22",
    title: "HTTPS between the load balancer and the services",
    why: "every container would need a certificate and a renewal; the traffic stays inside the VPC, between two security groups",
  },
  {
    id: "CT.ELASTICACHE.PR.8",
    title: "users of a cache with rights of their own (RBAC)",
    why: "each cache has one token, which SST makes; `rotate` changes it while tasks go on",
  },
  {
    id: "iam-no-inline-policy-check",
    title: "no role has an inline policy",
    why: "each policy is of one role, goes with it, and cannot be given to another one by mistake",
  },
  {
    id: "Lambda.3, CKV_AWS_50, CKV_AWS_115, CKV_AWS_116, CKV_AWS_272",
    title: "functions in the VPC, traced, with a share of the account, a dead-letter queue and signed code",
    why: "they call AWS's own interfaces and nothing else; a deploy waits for their answer, and the one that guards scheduled tasks has an alarm",
  },
  {
    id: "CKV_AWS_173",
    title: "variables of functions under a key of one's own",
    why: "the only one is the name of the cluster",
  },
  {
    id: "Performance Insights on Aurora",
    title: "which statements Aurora waits for",
    why: "AWS wants 2 ACU at least for it, and these clusters begin at less: switch it on in infra/kit/rds-cluster.ts where yours does not",
  },
  {
    id: "OWN.log-cmk",
    title: "logs under a key of one's own",
    why: "done, but not asked: CloudWatch encrypts them with its own key otherwise",
  },
  {
    id: "RDS.14",
    title: "Aurora MySQL can be turned back in place",
    why: "billed by the change, to be chosen when a cluster is made, and not known to work on Aurora Serverless v2",
  },
  {
    id: "RDS.22",
    title: "somebody hears of changes to DB security groups",
    why: "they were a part of EC2-Classic, which AWS has switched off: there is none",
  },
  {
    id: "Route53.2",
    title: "a log of DNS queries",
    why: "the hosted zone is no part of this program",
  },
  {
    id: "CKV2_AWS_27",
    title: "a database writes every statement into its log",
    why: "statements hold what people have entered; slow ones are logged",
  },
  {
    id: "S3.9",
    title: "access logs of buckets",
    why: "the buckets hold access logs themselves, and files that everybody may read",
  },
  {
    id: "S3.7, S3.11, S3.15, S3.17",
    title: "buckets with a copy elsewhere, events, object lock and a key of one's own",
    why: "logs and sites can be written or built again, and a load balancer writes to a bucket with AWS's key alone; files of people have versions in production",
  },
  {
    id: "CKV_AWS_297",
    title: "schedules under a key of one's own",
    why: "they hold the names of a cluster, a task and its network, and no data",
  },
  {
    id: "SecretsManager.1, SecretsManager.4",
    title: "passwords that change by themselves",
    why: "SST keeps the administrator's password in a secret of its own shape, which the functions of AWS do not understand; RUNBOOK.md says how to change the others",
  },
];
