import { ENGINE_ENDED } from "../../lib/deploy/sst.ts";

/**
 * Failures of a deploy in the words in which SST 4.17.1 prints them. Sources of the words: SST's own (`platform/src`,
 * `cmd/sst/mosaic/errors`), Terraform's AWS provider below @pulumi/aws ("creating …: operation error …", "waiting for …"),
 * BuildKit, and the API references of AWS. Figures and names are made up.
 */
export interface FailureCase {
  /** The pain, as people would call it. */
  pain: string;
  /** What the cause is called in the document of `--json`. */
  id: string;
  /** As SST shows it; null for the program and for SST itself. */
  resource: string | null;
  message: string;
  /** The last lines of the container that failed, where they say more than AWS does. */
  log?: string[];
}

const unhealthy = {
  resource: "ApiService sst:aws:Service → ApiServiceService aws:ecs:Service",
  message:
    "sdk-v2/provider2.go:572: sdk.helper_schema: waiting for ECS Service (arn:aws:ecs:us-east-1:111111111111:service/shop-dev/ApiService) update: Service deployment rolled back because the circuit breaker threshold was exceeded.: provider=aws@7.20.0",
};

const api = (what: string, service: string, operation: string, error: string): string =>
  `sdk-v2/provider2.go:572: sdk.helper_schema: ${what}: operation error ${service}: ${operation}, https response error StatusCode: 400, RequestID: 5c1b7e0a-0000-4000-8000-000000000000, api error ${error}: provider=aws@7.20.0`;

const lambda = (message: string): string =>
  `sdk-v2/provider2.go:572: sdk.helper_schema: invoking Lambda Function (shop-dev-api_migration): ${JSON.stringify({
    errorType: "Error",
    errorMessage: message,
    trace: ["Error: …", "    at Runtime.handler (file:///var/task/run-task.mjs:74:21)"],
  })}: provider=aws@7.20.0`;

const image = "ApiImage docker-build:index:Image";
const LOG = "aws logs tail '/shop/dev/api' --log-stream-names '/service/ApiService/0123abcd' --since 1d";

export const FAILURES: readonly FailureCase[] = [
  {
    pain: "an engine that the system has ended, which SST takes for done",
    id: "engine-ended",
    resource: null,
    message: ENGINE_ENDED,
  },
  {
    pain: "credentials that expire half way",
    id: "expired-credentials",
    resource: "ApiService sst:aws:Service → ApiServiceService aws:ecs:Service",
    message: api(
      "reading ECS Service",
      "ECS",
      "DescribeServices",
      "ExpiredTokenException: The security token included in the request is expired",
    ),
  },
  {
    pain: "an SSO session that has ended",
    id: "expired-credentials",
    resource: null,
    message:
      "It looks like you are using AWS SSO but your credentials have expired. Try running `aws sso login` to refresh your credentials.\n   aws: failed to refresh cached credentials, the SSO session has expired or is invalid: cached SSO token is expired",
  },
  {
    pain: "no credentials",
    id: "no-credentials",
    resource: null,
    message:
      "AWS credentials are not configured. Try configuring your profile in `~/.aws/config` and setting the `AWS_PROFILE` environment variable or specifying `providers.aws.profile` in your sst.config.ts\n   aws: failed to refresh cached credentials, no EC2 IMDS role found",
  },
  {
    pain: "the wrong account",
    id: "wrong-account",
    resource: "shop-acme-dev pulumi:pulumi:Stack",
    message:
      "Error: acme-dev belongs to account 222222222222, but the credentials are for 111111111111. Nothing was changed.\n    at checkAccount (/repo/infra/stage.ts:90:11)\n    at run (/repo/sst.config.ts:40:5)",
  },
  {
    pain: "credentials that AWS does not know",
    id: "invalid-credentials",
    resource: null,
    message:
      "aws: operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 1, api error InvalidClientTokenId: The security token included in the request is invalid.",
  },
  {
    pain: "production without a domain",
    id: "plain-http",
    resource: "shop-production pulumi:pulumi:Stack",
    message:
      "Error: Production has no domain, so passwords would travel unencrypted. Choose one with: npx space-sst --domain example.com. To deploy all the same, set ALLOW_PLAIN_HTTP=true.\n    at file:///repo/infra/stage.ts:70:9",
  },
  {
    pain: "a state bucket that is gone",
    id: "state-bucket",
    resource: null,
    message: "The state bucket is missing, it may have been accidentally deleted.",
  },
  {
    pain: "a secret without a value",
    id: "missing-secret",
    resource: "shop-dev pulumi:pulumi:Stack",
    message: "Set a value for ApiJwtSecret with `sst secret set ApiJwtSecret <value>`",
  },
  {
    pain: "a passphrase that is lost",
    id: "passphrase",
    resource: null,
    message: "The passphrase for this app / stage is missing or invalid",
  },
  {
    pain: "a first deploy that was refused at once, and is tried again",
    id: "component-version",
    resource: null,
    message:
      'There is a new version of "Vpc" that has breaking changes.\n\nTo continue using the previous version, rename "Vpc" to "Vpc.v1". Or recreate this component to update - https://sst.dev/docs/components/#versioning',
  },
  {
    pain: "a state that does not fit together",
    id: "state-corrupt",
    resource: null,
    message: "Your app state is corrupted.\n\nRun `sst state repair` to fix state integrity issues",
  },
  {
    pain: "Docker that is not running",
    id: "docker-daemon",
    resource: image,
    message: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
  },
  {
    pain: "a login at ECR that has expired",
    id: "ecr-login",
    resource: image,
    message:
      "failed to solve: failed to push 111111111111.dkr.ecr.us-east-1.amazonaws.com/shop-dev-api:1f2e: denied: Your authorization token has expired. Reauthenticate and try again.",
  },
  {
    pain: "an image that a run has pushed which was killed",
    id: "image-tag-taken",
    resource: image,
    message:
      "failed to solve: failed to push 111111111111.dkr.ecr.us-east-1.amazonaws.com/shop-dev-api:62beb0b5-bfc77b1b: tag invalid: The image tag '62beb0b5-bfc77b1b' already exists in the 'shop-dev-api' repository and cannot be overwritten because the repository is immutable.",
  },
  {
    pain: "the same, where Docker keeps its images in containerd",
    id: "image-tag-taken",
    resource: image,
    message:
      "failed to solve: failed to push 111111111111.dkr.ecr.us-east-1.amazonaws.com/shop-dev-api:62beb0b5-bfc77b1b: unexpected status from PUT request to https://111111111111.dkr.ecr.us-east-1.amazonaws.com/v2/shop-dev-api/manifests/62beb0b5-bfc77b1b: 400 Bad Request",
  },
  {
    pain: "a push that breaks off",
    id: "ecr-push",
    resource: image,
    message:
      "failed to solve: failed to push 111111111111.dkr.ecr.us-east-1.amazonaws.com/shop-dev-api:1f2e: write tcp 10.0.0.2:50122->52.94.0.1:443: broken pipe",
  },
  {
    pain: "an image for another processor",
    id: "image-platform",
    resource: image,
    message: "failed to solve: node:24.15.0: no matching manifest for linux/amd64 in the manifest list entries",
  },
  {
    pain: "an image that does not build",
    id: "image-build",
    resource: image,
    message: 'failed to solve: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2',
  },
  {
    pain: "a disk that is full",
    id: "disk-full",
    resource: image,
    message: "failed to solve: failed to copy: write /var/lib/docker/tmp/layer.tar: no space left on device",
  },
  {
    pain: "a hosted zone that is not there",
    id: "hosted-zone",
    resource: "AlbCert sst:aws:DnsValidatedCertificate → AlbZone sst:aws:HostedZoneLookup",
    message: "could not find hosted zone for domain acme.com",
  },
  {
    pain: "a hosted zone that somebody has deleted",
    id: "hosted-zone",
    resource: "ApiRecord aws:route53:Record",
    message: api(
      "creating Route53 Record",
      "Route 53",
      "ChangeResourceRecordSets",
      "NoSuchHostedZone: No hosted zone found with ID: Z0123",
    ),
  },
  {
    pain: "a certificate that is never issued",
    id: "certificate",
    resource: "AlbCertValidation aws:acm:CertificateValidation",
    message: `sdk-v2/provider2.go:572: sdk.helper_schema: waiting for ACM Certificate (arn:aws:acm:us-east-1:111111111111:certificate/0123) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s): provider=aws@7.20.0`,
  },
  {
    pain: "a Cloudflare token without rights",
    id: "cloudflare",
    resource: "ApiRecord cloudflare:index:DnsRecord",
    message: "Cloudflare API error: Authentication error (10000)",
  },
  {
    pain: "no VPC left",
    id: "quota-vpc",
    resource: "Network sst:aws:Vpc → NetworkVpc aws:ec2:Vpc",
    message: api(
      "creating EC2 VPC",
      "EC2",
      "CreateVpc",
      "VpcLimitExceeded: The maximum number of VPCs has been reached.",
    ),
  },
  {
    pain: "no elastic IP left",
    id: "quota-eip",
    resource: "Network sst:aws:Vpc → NetworkElasticIp1 aws:ec2:Eip",
    message: api(
      "creating EC2 EIP",
      "EC2",
      "AllocateAddress",
      "AddressLimitExceeded: The maximum number of addresses has been reached.",
    ),
  },
  {
    pain: "no Fargate vCPU left",
    id: "quota-fargate",
    resource: "ApiMigrationRun aws:lambda:Invocation",
    message: lambda(
      'The task "node dist/migrate.js" of shop-dev-api:7 could not be started: You’ve reached the limit on the number of vCPUs you can run concurrently',
    ),
  },
  {
    pain: "another quota that is used up",
    id: "quota",
    resource: "MainDatabase aws:rds:Instance",
    message: api(
      "creating RDS DB Instance (shop-dev-main)",
      "RDS",
      "CreateDBInstance",
      "InstanceQuotaExceeded: DB Instance quota exceeded",
    ),
  },
  {
    pain: "a service that does not become healthy",
    id: "service-unhealthy",
    resource: "ApiService sst:aws:Service → ApiServiceService aws:ecs:Service",
    message:
      "sdk-v2/provider2.go:572: sdk.helper_schema: waiting for ECS Service (arn:aws:ecs:us-east-1:111111111111:service/shop-dev/ApiService) update: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s): provider=aws@7.20.0",
  },
  { pain: "a version that ECS takes back", id: "service-unhealthy", ...unhealthy },
  {
    pain: "code that speaks to PostgreSQL without TLS",
    id: "database-plain",
    ...unhealthy,
    log: [
      'error: no pg_hba.conf entry for host "10.0.12.7", user "legacy", database "legacy", no encryption',
      "    at Parser.parseErrorMessage (/app/node_modules/pg-protocol/dist/parser.js:283:98)",
    ],
  },
  {
    pain: "code that speaks to MySQL without TLS",
    id: "database-plain",
    ...unhealthy,
    log: [
      "pymysql.err.OperationalError: (3159, 'Connections using insecure transport are prohibited while --require_secure_transport=ON.')",
    ],
  },
  {
    pain: "a driver that does not know Amazon's authorities",
    id: "database-certificate",
    ...unhealthy,
    log: ["Error: self-signed certificate in certificate chain", "  code: 'SELF_SIGNED_CERT_IN_CHAIN'"],
  },
  {
    pain: "libpq without Amazon's authorities",
    id: "database-certificate",
    ...unhealthy,
    log: ["psycopg.OperationalError: connection failed: SSL error: certificate verify failed"],
  },
  {
    pain: "a migration that fails",
    id: "task-failed",
    resource: "ApiMigrationRun aws:lambda:Invocation",
    message: lambda(
      `The task "node dist/migrate.js" of shop-dev-api:7 ended with exit code 1 (Essential container in task exited). Its log: ${LOG}`,
    ),
  },
  {
    pain: "a migration that somebody stops",
    id: "task-failed",
    resource: "ApiMigrationRun aws:lambda:Invocation",
    message: lambda(
      `The task "node dist/migrate.js" of shop-dev-api:7 was stopped (Task stopped by user). Its log: ${LOG}`,
    ),
  },
  {
    pain: "a task of a deploy that is no migration",
    id: "task-failed",
    resource: "ApiSeedRun aws:lambda:Invocation",
    message: lambda(
      `The task "node dist/seed.js" of shop-dev-api:7 ended with exit code 3 (Essential container in task exited). Its log: ${LOG}`,
    ),
  },
  {
    pain: "a database that cannot be prepared",
    id: "task-failed",
    resource: "MainDatabaseApiRun aws:lambda:Invocation",
    message: lambda(
      'The task "node index.js" of shop-dev-main-grant:1 did not start: ResourceInitializationError: unable to pull secrets or registry auth',
    ),
  },
  {
    pain: "a change that would replace a protected database",
    id: "deletion-protection",
    resource: "MainDatabase aws:rds:Instance",
    message: api(
      "deleting RDS DB Instance (shop-production-main)",
      "RDS",
      "DeleteDBInstance",
      "InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again.",
    ),
  },
  {
    pain: "a service that is made before its load balancer sends to it",
    id: "target-group",
    resource: "WebService sst:aws:Service → WebServiceService aws:ecs:Service",
    message: api(
      "creating ECS Service (WebService)",
      "ECS",
      "CreateService",
      "InvalidParameterException: The target group with targetGroupArn arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/HTTP1/1 does not have an associated load balancer.",
    ),
  },
  {
    pain: "a service that is moved to another load balancer",
    id: "other-load-balancer",
    resource: "WebService sst:aws:Service → WebServiceAlbRuleHTTPS443P100 aws:lb:ListenerRule",
    message: api(
      "creating ELBv2 Listener Rule",
      "Elastic Load Balancing v2",
      "CreateRule",
      "TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/HTTP1/1",
    ),
  },
  {
    pain: "a final snapshot whose name is taken",
    id: "snapshot-name",
    resource: "MainCache sst:aws:Redis → MainCacheCluster aws:elasticache:ReplicationGroup",
    message: api(
      "deleting ElastiCache Replication Group (shop-dev-main)",
      "ElastiCache",
      "DeleteReplicationGroup",
      "SnapshotAlreadyExistsFault: Snapshot with specified name already exists.",
    ),
  },
  {
    pain: "a DNS record that is there already",
    id: "dns-record",
    resource: "AlbARecordApiexampleorg aws:route53:Record",
    message: api(
      "creating Route53 Record",
      "Route 53",
      "ChangeResourceRecordSets",
      "InvalidChangeBatch: [Tried to create resource record set [name='api.example.org.', type='A'] but it already exists]",
    ),
  },
  {
    pain: "a repository with images in it",
    id: "not-empty",
    resource: "WorkerServiceRepository aws:ecr:Repository",
    message: api(
      "ECR Repository (shop-dev-worker) not empty, consider using force_delete",
      "ECR",
      "DeleteRepository",
      "RepositoryNotEmptyException: The repository with name 'shop-dev-worker' cannot be deleted because it still contains images",
    ),
  },
  {
    pain: "a name that is taken",
    id: "name-conflict",
    resource: "ApiServiceTaskRole aws:iam:Role",
    message: api(
      "creating IAM Role (shop-dev-api_task)",
      "IAM",
      "CreateRole",
      "EntityAlreadyExists: Role with name shop-dev-api_task already exists.",
    ),
  },
  {
    pain: "something that is still in use",
    id: "dependency",
    resource: "NetworkVpc aws:ec2:Vpc",
    message: api(
      "deleting EC2 VPC (vpc-1)",
      "EC2",
      "DeleteVpc",
      "DependencyViolation: The vpc 'vpc-1' has dependencies and cannot be deleted.",
    ),
  },
  {
    pain: "a permission that is missing",
    id: "access-denied",
    resource: "ApiServiceTaskRole aws:iam:Role",
    message: api(
      "creating IAM Role (shop-dev-api_task)",
      "IAM",
      "CreateRole",
      "AccessDenied: User: arn:aws:sts::111111111111:assumed-role/Developer/ana is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111111111111:role/shop-dev-api_task because no identity-based policy allows the iam:CreateRole action",
    ),
  },
  {
    pain: "a permission that is missing, of which AWS does not say which",
    id: "access-denied",
    resource: "Files aws:s3:Bucket",
    message: api("reading S3 Bucket", "S3", "HeadBucket", "AccessDenied: Access Denied"),
  },
  {
    pain: "a provider that cannot be downloaded",
    id: "plugin-download",
    resource: null,
    message:
      "could not load plugin for aws provider: [resource plugin aws-7.20.0] error downloading plugin: dial tcp: lookup get.pulumi.com: no such host",
  },
  {
    pain: "Pulumi that cannot be downloaded",
    id: "plugin-download",
    resource: null,
    message:
      'Could not install pulumi\n   Get "https://github.com/pulumi/pulumi/releases/download/v3.215.0/pulumi-v3.215.0-linux-x64.tar.gz": dial tcp: lookup github.com: no such host',
  },
  {
    pain: "a network that is down",
    id: "network",
    resource: null,
    message:
      'aws: operation error SSM: GetParameter, exceeded maximum number of attempts, 10, https response error StatusCode: 0, RequestID: , request send failed, Post "https://ssm.us-east-1.amazonaws.com/": dial tcp: lookup ssm.us-east-1.amazonaws.com: no such host',
  },
  {
    pain: "calls that are throttled",
    id: "throttled",
    resource: "ApiRecord aws:route53:Record",
    message: api("creating Route 53 Record", "Route 53", "ChangeResourceRecordSets", "Throttling: Rate exceeded"),
  },
  {
    pain: "a runner of Bitbucket that builds no images",
    id: "builder-refused",
    resource: image,
    message:
      "error: Error response from daemon: authorization denied by plugin pipelines: --privileged=true is not allowed",
  },
  {
    pain: "the first service of ECS in a new account",
    id: "linked-role",
    resource: "ApiService sst:aws:Service → ApiServiceService aws:ecs:Service",
    message: api(
      "creating ECS Service (Api)",
      "ECS",
      "CreateService",
      "InvalidParameterException: Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
    ),
  },
  {
    pain: "the name of a secret that was deleted",
    id: "secret-deleted",
    resource: "ApiSecret aws:secretsmanager:Secret",
    message: api(
      "creating Secrets Manager Secret (shop-dev/api)",
      "Secrets Manager",
      "CreateSecret",
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    ),
  },
  {
    pain: "a machine with too little memory",
    id: "out-of-memory",
    resource: "WebSite sst:aws:StaticSite → WebSiteBuilder command:local:Command",
    message: "exit status 134: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
  },
  {
    pain: "a program that the system has ended, beside what Pulumi says of a deploy that was killed (anomalyco/sst#6367)",
    id: "out-of-memory",
    resource: null,
    message:
      "Attempting to deploy or update resources with 7 pending operations from previous deployment.\nan unhandled error occurred: Program exited with non-zero exit code: -1",
  },
  {
    pain: "what Pulumi says of a deploy that was killed, and nothing else",
    id: "pending-operations",
    resource: null,
    message: "Attempting to deploy or update resources with 4 pending operations from previous deployment.",
  },
];
