import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { stagesOf } from "../../../lib/answers/stages.ts";
import {
  deployStatements,
  diffStatements,
  MOST_CHARACTERS,
  MOST_POLICIES,
  pack,
  type Statement,
  sizeOf,
} from "../../../lib/deploy/ci/permissions/index.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import { billOf } from "../../../lib/plan/cost/bill.ts";
import { billingOf } from "../../../lib/plan/cost/billing.ts";
import { type Resource, Resources } from "../../../lib/plan/resources/index.ts";
import { KEPT } from "../../../lib/resources/kept.ts";
import { BILLED } from "../../cost/billed.ts";
import { answers } from "../../support/blueprints.ts";
import { type Repos, renderAll, runStages, type StageRun } from "../../support/proof.ts";
import { viewOf } from "../../support/repo.ts";
import { allows } from "./iam.ts";
import { NEEDED } from "./needed.ts";
import { astray, denied, examined, idle } from "./permissions.ts";
import { REPOS, WITHOUT_DOMAIN } from "./repos.ts";

let repos: Repos;
let runs: StageRun[];
beforeAll(async () => {
  repos = await renderAll(REPOS);
  runs = (await runStages(repos)).flat();
}, 300_000);
afterAll(() => repos?.dispose());

const policyOf = ({ view, stage, simulation }: StageRun) =>
  deployStatements(view, scopeOf(view, stage, simulation.account));

describe("the role that deploys", () => {
  it("may do what every resource of every stage needs", () => {
    const missing = runs.map((run) => [run.stage.stage, denied(run)] as const).filter(([, found]) => found.length > 0);
    expect(Object.fromEntries(missing)).toEqual({});
  });

  it("has no action that nothing needs", () => {
    expect(idle(runs)).toEqual([]);
  });

  /** AWS limits these to no resource, or the resource has neither a name nor tags of the stage. */
  it("reaches another stage by these alone", () => {
    const run = runs.find(({ stage }) => stage.stage === "production") as StageRun;
    expect(astray(run, "staging")).toEqual([
      "AlertsEnd",
      "Bootstrap",
      "BootstrapImages",
      "BootstrapOld",
      // The zone is that of all stages; the names of its records are the stage's own.
      "Dns",
      // SST cuts a long name at its beginning, where the project and the stage stand.
      "EdgeFunctions",
      "EdgeValues",
      // The load balancer that a firewall is put before, whose own right is by its tags.
      "Firewall",
      "HealthChecks",
      "HealthChecksMake",
      "LogDelivery",
      // The domain that mail is sent from.
      "Mail",
      // Where the state of all stages is.
      "Passphrase",
      "Scaling",
      "ServiceRoles",
      "Slack",
      "StateVersions",
      "TaskDefinitions",
    ]);
  });

  it("is asked about every type that is made, and about no other", () => {
    const made = runs.flatMap(({ simulation }) => simulation.resources.filter(({ external }) => !external));
    const types = made.map(({ type }) => type).filter((type) => type.startsWith("aws:"));
    expect([...new Set(types)].sort()).toEqual(Object.keys(NEEDED).sort());
  });

  it("may not touch what belongs to another stage, or to somebody else", () => {
    for (const run of runs) {
      const { account, region } = run.simulation;
      const other = run.stage.stage === "dev" ? "production" : "dev";
      const project = run.view.project;
      const foreign: [string, string][] = [
        ["rds:DeleteDBInstance", `arn:aws:rds:${region}:${account}:db:${project}-${other}-main`],
        ["rds:DeleteDBInstance", `arn:aws:rds:${region}:${account}:db:${project}-${run.stage.stage}2-main`],
        ["s3:GetObject", `arn:aws:s3:::sst-state-abc/app/${project}/${other}.json`],
        ["s3:GetObject", "arn:aws:s3:::someone-elses-bucket/file"],
        ["ssm:GetParameter", `arn:aws:ssm:${region}:${account}:parameter/sst/passphrase/${project}/${other}`],
        [
          "secretsmanager:GetSecretValue",
          `arn:aws:secretsmanager:${region}:${account}:secret:${project}-${other}/api-x`,
        ],
        ["iam:PutRolePolicy", `arn:aws:iam::${account}:role/${project}-${other}-api_task`],
        ["iam:PutRolePolicy", `arn:aws:iam::${account}:role/ci/${project}-${run.stage.stage}-deploy`],
        ["iam:CreateUser", `arn:aws:iam::${account}:user/eve`],
        ["iam:CreatePolicyVersion", `arn:aws:iam::${account}:policy/ci/${project}-${run.stage.stage}-deploy-1`],
        ["sts:AssumeRole", `arn:aws:iam::${account}:role/anything`],
        ["organizations:LeaveOrganization", "*"],
      ];
      const context = { "aws:ResourceTag/sst:app": [project], "aws:ResourceTag/sst:stage": [run.stage.stage] };
      expect(foreign.filter(([action, arn]) => allows(policyOf(run), action, arn, context))).toEqual([]);
    }
  });

  it("may delete what AWS gives an id for a name only by the stage's tags", () => {
    const tagged = { "aws:ResourceTag/sst:app": ["shop"], "aws:ResourceTag/sst:stage": ["staging"] };
    const run = runs.find(({ stage }) => stage.stage === "production" && stage.client === null) as StageRun;
    const { account } = run.simulation;
    const things: [string, string][] = [
      ["ec2:DeleteVpc", `arn:aws:ec2:us-east-1:${account}:vpc/vpc-1`],
      ["ec2:TerminateInstances", `arn:aws:ec2:us-east-1:${account}:instance/i-1`],
      ["kms:ScheduleKeyDeletion", `arn:aws:kms:us-east-1:${account}:key/1`],
      ["kms:Decrypt", `arn:aws:kms:us-east-1:${account}:key/1`],
      [
        "elasticloadbalancing:DeleteLoadBalancer",
        `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/app/x/1`,
      ],
      ["cloudfront:DeleteDistribution", `arn:aws:cloudfront::${account}:distribution/E1`],
    ];
    for (const context of [{}, tagged]) {
      expect(things.filter(([action, arn]) => allows(policyOf(run), action, arn, context))).toEqual([]);
    }
  });

  it("takes nothing that has the tags of another stage, and gives it no other tags", () => {
    const other = { "aws:ResourceTag/sst:app": ["shop"], "aws:ResourceTag/sst:stage": ["dev"] };
    const run = runs.find(({ stage }) => stage.stage === "production" && stage.client === null) as StageRun;
    const { account } = run.simulation;
    const things: [string, string][] = [
      ["ec2:CreateTags", `arn:aws:ec2:us-east-1:${account}:instance/i-1`],
      ["ec2:AuthorizeSecurityGroupIngress", `arn:aws:ec2:us-east-1:${account}:security-group/sg-1`],
      ["kms:TagResource", `arn:aws:kms:us-east-1:${account}:key/1`],
      ["elasticloadbalancing:AddTags", `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/app/x/1`],
      ["cloudfront:TagResource", `arn:aws:cloudfront::${account}:distribution/E1`],
      ["acm:AddTagsToCertificate", `arn:aws:acm:us-east-1:${account}:certificate/1`],
    ];
    expect(things.filter(([action, arn]) => allows(policyOf(run), action, arn, other))).toEqual([]);
    expect(things.filter(([action, arn]) => !allows(policyOf(run), action, arn, {}))).toEqual([]);
  });

  it("attaches no policy but those that the program uses, and gives a role to no other service", () => {
    const run = runs[0] as StageRun;
    const role = `arn:aws:iam::${run.simulation.account}:role/shop-${run.stage.stage}-api_task`;
    const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    expect(allows(policyOf(run), "iam:AttachRolePolicy", role, { "iam:PolicyARN": [administrator] })).toBe(false);
    expect(allows(policyOf(run), "iam:PassRole", role, { "iam:PassedToService": ["glue.amazonaws.com"] })).toBe(false);
  });

  it("changes records of the stage's own domain only", () => {
    const run = runs.find(({ stage }) => stage.stage === "production" && stage.client === null) as StageRun;
    const change = (name: string) =>
      allows(policyOf(run), "route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1", {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [name],
      });
    expect([change("api.acme.com"), change("acme.com")]).toEqual([true, true]);
    expect([change("api.globex.example"), change("notacme.com")]).toEqual([false, false]);
  });

  it("changes no records for a stage without a domain", () => {
    const view = viewOf(WITHOUT_DOMAIN);
    const [own] = stagesOf(view).map((stage) => deployStatements(view, scopeOf(view, stage, "123456789012")));
    expect(allows(own ?? [], "route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1", {})).toBe(false);
  });
});

/** Actions that change something, or show what is kept. */
const CHANGES = /:(Create|Delete|Put|Update|Modify|Run|Terminate|Attach|Pass|Set|Tag|Untag|Invoke|Register|\*)/;
const READS_DATA =
  /^(secretsmanager:GetSecretValue|kms:Decrypt|dynamodb:|rds-data:|ecr:BatchGetImage|logs:GetLogEvents)/;

describe("the role that looks", () => {
  it("changes nothing, and reads no data but SST's state", () => {
    for (const { view, stage, simulation } of runs) {
      const statements = diffStatements(view, scopeOf(view, stage, simulation.account));
      const actions = statements.flatMap(({ Action }) => Action);
      expect(actions.filter((action) => CHANGES.test(action) || READS_DATA.test(action))).toEqual([]);
      const objects = statements.filter(({ Action }) => Action.some((action) => action.startsWith("s3:GetObject")));
      expect(objects.map(({ Sid }) => Sid)).toEqual(["StateObjects"]);
    }
  });
});

describe("the doctor", () => {
  it("asks of each kind of thing whether it may be made, and of nothing that is not made", () => {
    const { needless, types } = examined(runs);
    expect(needless).toEqual([]);
    expect(types).toEqual([
      "aws:acm/certificate:Certificate",
      "aws:appautoscaling/target:Target",
      "aws:backup/plan:Plan",
      "aws:backup/vault:Vault",
      "aws:cloudfront/distribution:Distribution",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "aws:ec2/eip:Eip",
      "aws:ec2/natGateway:NatGateway",
      "aws:ec2/securityGroup:SecurityGroup",
      "aws:ec2/vpc:Vpc",
      "aws:ecr/repository:Repository",
      "aws:ecs/cluster:Cluster",
      "aws:ecs/service:Service",
      "aws:ecs/taskDefinition:TaskDefinition",
      "aws:elasticache/replicationGroup:ReplicationGroup",
      "aws:iam/role:Role",
      "aws:kms/key:Key",
      "aws:lambda/function:Function",
      "aws:lb/loadBalancer:LoadBalancer",
      "aws:rds/cluster:Cluster",
      "aws:rds/instance:Instance",
      "aws:route53/record:Record",
      "aws:s3/bucket:Bucket",
      "aws:scheduler/schedule:Schedule",
      "aws:secretsmanager/secret:Secret",
      "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
      "aws:servicediscovery/service:Service",
      "aws:sns/topic:Topic",
      "aws:wafv2/webAcl:WebAcl",
    ]);
  });
});

describe("policies", () => {
  const everything = (document: Answers): Statement[][] => {
    const view = viewOf(document);
    return stagesOf(view).flatMap((stage) => {
      const scope = scopeOf(view, stage, "123456789012");
      return [deployStatements(view, scope), diffStatements(view, scope)];
    });
  };

  it("fit IAM's limits, whatever was chosen and however long its names", () => {
    fc.assert(
      fc.property(answers(), (document) => {
        for (const statements of everything(document)) {
          const policies = pack(statements);
          expect(policies.length).toBeLessThanOrEqual(MOST_POLICIES);
          for (const policy of policies) expect(sizeOf(policy)).toBeLessThanOrEqual(MOST_CHARACTERS);
          expect(policies.flatMap(({ Statement }) => Statement)).toEqual(statements);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("name every statement once, and allow no service as a whole and nothing of IAM on everything", () => {
    fc.assert(
      fc.property(answers(), (document) => {
        for (const statements of everything(document)) {
          expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
          for (const { Sid, Action, Resource } of statements) {
            expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
            expect(
              Action.filter((action) => !/^[a-z0-9-]+:[A-Z]/.test(action) && action !== "cloudfront-keyvaluestore:*"),
            ).toEqual([]);
            if (Action.some((action) => action.startsWith("iam:"))) expect(Resource).not.toContain("*");
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** What stays because something that stays needs this one, and DNS records that other stages prove their domain with. */
const ONE_OF_A_KIND = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:iam/role:Role",
  "aws:route53/record:Record",
  "aws:secretsmanager/secretVersion:SecretVersion",
];

describe("the gate before a deploy", () => {
  it("knows every type that AWS or SST keeps when a production stage is removed", () => {
    const kept = runs
      .filter(({ stage }) => stage.environment === "production")
      .flatMap(({ simulation }) => simulation.resources)
      .filter(({ retainOnDelete, protect, type }) => (retainOnDelete || protect) && type.startsWith("aws:"))
      .map(({ type }) => type);
    expect([...new Set(kept)].filter((type) => !Object.hasOwn(KEPT, type)).sort()).toEqual(ONE_OF_A_KIND);
  });
});

/** Asked here, where every type that a repo can make has been made. */
describe("the bill", () => {
  const isBilled = (resource: Resource): boolean =>
    resource.type.startsWith("aws:") && ["priced", "by use"].includes(billingOf(resource));
  const made = () => runs.flatMap(({ simulation }) => simulation.resources.filter(isBilled));

  it("says of every setting of what is billed whether it costs", () => {
    const unknown = made().flatMap(({ type, inputs }) => {
      const { billed = {}, free = "" } = BILLED[type] ?? {};
      return Object.keys(inputs).flatMap((input) =>
        input in billed || free.split(" ").includes(input) ? [] : [`${type} ${input}`],
      );
    });
    expect([...new Set(unknown)]).toEqual([]);
  });

  it("is another one for every setting that costs", () => {
    const bill = (
      { simulation }: StageRun,
      change: (resource: Resource) => Resource["inputs"] = ({ inputs }) => inputs,
    ) =>
      JSON.stringify(
        billOf(
          new Resources({
            ...simulation,
            resources: simulation.resources.map((resource) => ({ ...resource, inputs: change(resource) })),
          }),
          { traffic: 100, logs: 20 },
        ),
      );
    const silent = Object.entries(BILLED).flatMap(([of, { billed = {} }]) =>
      Object.entries(billed).flatMap(([input, value]) => {
        const holds = ({ type, inputs }: Resource) => type === of && (inputs[input] ?? false) !== false;
        const run =
          runs.find(({ simulation }) => simulation.resources.some(holds)) ??
          runs.find(({ simulation }) => simulation.resources.some(({ type }) => type === of));
        const changed = ({ type, inputs }: Resource) =>
          type === of
            ? { ...inputs, [input]: typeof value === "function" ? value(inputs[input] ?? null) : value }
            : inputs;
        return run !== undefined && bill(run) !== bill(run, changed) ? [] : [`${of} ${input}`];
      }),
    );
    expect(silent).toEqual([]);
  });
});
