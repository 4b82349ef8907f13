import type { Stack } from "../simulate/stack.ts";
import { texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { handles, isTrue, unless } from "./look.ts";

const of = ["aws:ec2/instance:Instance"];
const core = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

/** True when Systems Manager may look after a machine: its profile has a role with AWS's policy for it. */
function isManaged({ inputs }: Resource, stack: Stack): boolean {
  const profile = stack
    .of("aws:iam/instanceProfile:InstanceProfile")
    .find((one) => handles(one).includes(inputs.iamInstanceProfile ?? ""));
  const role = stack.of("aws:iam/role:Role").find((one) => handles(one).includes(profile?.inputs.role ?? ""));
  const attached = stack
    .of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter((one) => role !== undefined && handles(role).includes(one.inputs.role ?? ""))
    .flatMap((one) => texts(one.inputs.policyArn));
  return [...texts(role?.inputs.managedPolicyArns), ...attached].includes(core);
}

/** Virtual machines, such as the one of the tunnel. */
export const machineControls: Control[] = [
  {
    id: "EC2.3",
    title: "disks of machines are encrypted",
    why: "a disk that is copied or thrown away can be read otherwise",
    fix: "set rootBlockDevice.encrypted",
    severity: "mandatory",
    when: "always",
    of,
    problem: unless("rootBlockDevice.encrypted", isTrue, "its disk is not encrypted"),
  },
  {
    id: "EC2.8",
    title: "machines give their credentials to their own processes only (IMDSv2)",
    why: "a request that is forwarded by mistake would hand out the machine's role",
    fix: 'set metadataOptions.httpTokens to "required"',
    severity: "mandatory",
    when: "always",
    of,
    problem: unless("metadataOptions.httpTokens", (value) => value === "required", "it answers without a token"),
  },
  {
    id: "EC2.9",
    title: "machines have no public address",
    why: "what has no public address cannot be reached from outside",
    fix: "keep the tunnel in a private subnet, as infra/tunnel.ts does in production",
    severity: "mandatory",
    when: "production",
    scope: "stage",
    of,
    problem: ({ id, inputs }, stack) => {
      const addressed = stack.of("aws:ec2/eipAssociation:EipAssociation").some((one) => one.inputs.instanceId === id);
      return inputs.associatePublicIpAddress === true || addressed ? "it has a public address" : undefined;
    },
  },
  {
    id: "EC2.180",
    title: "machines take and send their own traffic only",
    why: "one that passes on the traffic of others is a way around security groups",
    fix: "keep managed NAT gateways in production, and leave sourceDestCheck on",
    severity: "mandatory",
    when: "production",
    of,
    problem: ({ inputs }) => (inputs.sourceDestCheck === false ? "sourceDestCheck is off" : undefined),
  },
  {
    id: "SSM.1",
    title: "machines are looked after by AWS Systems Manager",
    why: "it is the way in without an open port, and it says which updates are missing",
    fix: "give its role AmazonSSMManagedInstanceCore",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of,
    problem: (machine, stack) => (isManaged(machine, stack) ? undefined : "Systems Manager does not look after it"),
  },
  {
    id: "OWN.ssm",
    title: "parameters of Systems Manager are encrypted",
    why: "a plain parameter can be read by everybody who may list it",
    fix: 'set type to "SecureString"',
    severity: "mandatory",
    when: "always",
    of: ["aws:ssm/parameter:Parameter"],
    problem: unless("type", (value) => value === "SecureString", "it is stored in the clear"),
  },
];
