import { allowedBy, allowing, openTo, ownPolicies, rolePolicies, roles, statementsIn } from "../judges/policies.ts";
import { texts } from "../simulate/stack.ts";
import type { Control } from "./control.ts";
import { isTrue, unless } from "./look.ts";

const inRoles = [roles, rolePolicies];
const keys = ["aws:kms/key:Key"];
const github = "token.actions.githubusercontent.com";

/** Actions that AWS cannot limit to a resource; ECS limits its own to a cluster by a condition. */
const unlimited =
  /^(ecr:GetAuthorizationToken|logs:DescribeLogGroups|xray:PutTraceSegments|ecs:(DescribeTasks|ListTasks|StopTask))$/;
const decrypts = /^(kms:(\*|Decrypt.*|ReEncrypt.*)|\*)$/;
const reads = /^(secretsmanager:(\*|Get.*|BatchGet.*)|ssm:(\*|GetParameter.*)|\*)$/;
const everything = (arn: string) =>
  /^\*$|^arn:aws:(secretsmanager|ssm|kms):[^:]*:[^:]*:(\*|(secret|parameter|key)[:/]\*)$/.test(arn);
const name = "name the resources, as infra/kit/container.ts does";

/** Who may do what. */
export const iamControls: Control[] = [
  {
    id: "IAM.1",
    title: "no policy allows everything",
    why: "whoever gets hold of it owns the account",
    fix: name,
    severity: "mandatory",
    when: "always",
    of: [ownPolicies, ...inRoles],
    problem: (resource) =>
      allowing(resource, /^\*$/).some(({ resources }) => resources.includes("*")) ? "it allows everything" : undefined,
  },
  {
    id: "IAM.21",
    title: "no policy allows everything of a service",
    why: "it then allows too what the service learns next year",
    fix: "name the actions",
    severity: "mandatory",
    when: "always",
    of: [ownPolicies, ...inRoles],
    problem: (resource) =>
      allowing(resource, /^[\w-]+:\*$/)
        .filter(({ resources }) => resources.includes("*"))
        .map(({ actions }) => `it allows ${actions.join(", ")} on everything`),
  },
  {
    id: "KMS.1",
    title: "no policy decrypts with every key",
    why: "a key protects from those who cannot use it",
    fix: "name the key",
    severity: "mandatory",
    when: "always",
    of: [ownPolicies],
    problem: (resource) =>
      allowing(resource, decrypts).some(({ resources }) => resources.some(everything)) ? "it decrypts all" : undefined,
  },
  {
    id: "KMS.2",
    title: "no role decrypts with every key",
    why: "a key protects from those who cannot use it",
    fix: "name the key",
    severity: "mandatory",
    when: "always",
    of: inRoles,
    problem: (resource) =>
      allowing(resource, decrypts).some(({ resources }) => resources.some(everything)) ? "it decrypts all" : undefined,
  },
  {
    id: "OWN.execrole",
    title: "a container reads its own secrets only",
    why: "SST's own role reads every secret of the account: one leak would be a leak of all",
    fix: "name the secret's ARN in the policy of the execution role",
    severity: "mandatory",
    when: "always",
    of: [...inRoles, ownPolicies],
    problem: (resource) =>
      allowing(resource, reads).some(({ resources }) => resources.some(everything))
        ? "it reads every secret"
        : undefined,
  },
  {
    id: "OWN.least",
    title: "roles name the resources that they may touch",
    why: "what a role may do to everything, whoever takes over the container may do to everything",
    fix: name,
    severity: "mandatory",
    when: "always",
    of: inRoles,
    problem: (resource) =>
      allowedBy(resource)
        .filter(({ resources }) => resources.includes("*"))
        .flatMap(({ actions }) => actions.filter((action) => !unlimited.test(action)))
        .map((action) => `it allows ${action} on everything`),
  },
  {
    id: "OWN.admin",
    title: "no role is an administrator",
    why: "whoever gets hold of it owns the account",
    fix: "attach a policy that says what the role needs",
    severity: "mandatory",
    when: "always",
    of: [roles, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
    problem: ({ inputs }) =>
      [...texts(inputs.managedPolicyArns), ...texts(inputs.policyArn)].some((arn) =>
        arn.endsWith("/AdministratorAccess"),
      )
        ? "it is an administrator"
        : undefined,
  },
  {
    id: "OWN.role-names",
    title: "roles begin with the names of project and stage",
    why: "the permissions of a deploy can then be limited to the roles of one stage",
    fix: 'make the name with named("role", …) of infra/naming.ts',
    severity: "advisory",
    when: "always",
    of: [roles],
    problem: ({ inputs }, { simulation: { app, stage } }) =>
      String(inputs.name ?? inputs.namePrefix ?? "").startsWith(`${app.name}-${stage}-`)
        ? undefined
        : `it is called ${inputs.name}`,
  },
  {
    id: "OWN.trust",
    title: "roles trust services, not everybody or a whole account",
    why: "whoever a role trusts can become it",
    fix: "name the service or the role",
    severity: "mandatory",
    when: "always",
    of: [roles],
    problem: ({ inputs }) =>
      statementsIn(inputs.assumeRolePolicy)
        .flatMap(({ allows, principals }) => (allows ? principals : []))
        .filter((principal) => principal === "*" || /^(\d{12}|arn:aws:iam::\d{12}:root)$/.test(principal))
        .map((principal) => `it trusts ${principal}`),
  },
  {
    id: "OWN.oidc",
    title: "a role for GitHub is bound to one repository and environment",
    why: "otherwise any repository on GitHub could take it",
    fix: "compare sub and aud with StringEquals, without *",
    severity: "mandatory",
    when: "always",
    of: [roles],
    where: ({ inputs }) => String(inputs.assumeRolePolicy ?? "").includes(github),
    problem: ({ inputs }) =>
      statementsIn(inputs.assumeRolePolicy)
        .filter(({ principals }) => principals.some((one) => one.includes(github)))
        .filter(({ conditions }) => {
          const equal = conditions.StringEquals ?? {};
          const subject = texts(equal[`${github}:sub`]);
          const bound =
            subject.length > 0 && subject.every((one) => one.includes(":environment:") && !one.includes("*"));
          return !bound || texts(equal[`${github}:aud`])[0] !== "sts.amazonaws.com";
        })
        .map(() => "other repositories or branches can take it"),
  },
  {
    id: "KMS.4",
    title: "keys are renewed every year",
    why: "a key that leaked is then worth less",
    fix: "keep enableKeyRotation on in infra/keys.ts",
    severity: "advisory",
    when: "always",
    of: keys,
    where: ({ inputs }) => (inputs.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT",
    problem: unless("enableKeyRotation", isTrue, "enableKeyRotation is off"),
  },
  {
    id: "KMS.5",
    title: "not everybody may use a key",
    why: "a key for everybody protects nothing",
    fix: "name services and accounts in the key's policy in infra/keys.ts",
    severity: "mandatory",
    when: "always",
    of: [...keys, "aws:kms/keyPolicy:KeyPolicy"],
    problem: ({ inputs }) => (openTo(inputs.policy).length > 0 ? "everybody may use it" : undefined),
  },
];
