import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, of, type Part, type Row, type Rows } from "./make.ts";

const group = make("aws:ec2/securityGroup:SecurityGroup");
const alone = make("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
const acl = make("aws:ec2/networkAcl:NetworkAcl");
const open = (fromPort: number, toPort = fromPort): PlainObject => ({ fromPort, toPort, cidrBlocks: ["0.0.0.0/0"] });
const open6 = (fromPort: number, toPort = fromPort): PlainObject => ({ fromPort, toPort, ipv6CidrBlocks: ["::/0"] });
const everything: PlainObject = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const fromGroup: PlainObject = { fromPort: 0, toPort: 65535, securityGroups: ["sg-1"] };
const closed = [
  [group({ ingress: [open(443)] })],
  [group({ ingress: [fromGroup] })],
  [group({ egress: [everything] })],
];
const port = (number: number): Row => ({
  good: closed,
  bad: [
    [group({ ingress: [open(number)] })],
    [group({ ingress: [open6(number)] })],
    [group({ ingress: [open(0, 65535)] })],
    [group({ ingress: [everything] })],
    [alone({ fromPort: number, toPort: number, cidrIpv4: "0.0.0.0/0" })],
  ],
});

const vpc = make("aws:ec2/vpc:Vpc")({}, { id: "vpc-1" });
const subnet = (id: string, availabilityZone: string): Part =>
  make("aws:ec2/subnet:Subnet")({ vpcId: "vpc-1", availabilityZone }, { id });
const table = make("aws:ec2/routeTable:RouteTable")({ routes: [{ gatewayId: "igw-1" }] }, { id: "rtb-1" });
const routed = (subnetId: string): Part =>
  make("aws:ec2/routeTableAssociation:RouteTableAssociation")({ subnetId, routeTableId: "rtb-1" });
/** Two public subnets, with a way to the internet, and two private ones. */
export const spread = (...zones: string[]): Part[] => [
  vpc,
  table,
  ...zones.flatMap((zone) => [subnet(`pub-${zone}`, zone), routed(`pub-${zone}`), subnet(`priv-${zone}`, zone)]),
];
const nat = (zone: string): Part => make("aws:ec2/natGateway:NatGateway")({ subnetId: `pub-${zone}` });
const endpoint = (serviceName: string): Part =>
  make("aws:ec2/vpcEndpoint:VpcEndpoint")({ vpcId: "vpc-1", serviceName, routeTableIds: ["rtb-2"] });
const flow = (trafficType: string) => make("aws:ec2/flowLog:FlowLog")({ vpcId: "vpc-1", trafficType });

const instance = make("aws:ec2/instance:Instance");
const managed = (managedPolicyArns: string[]): Part[] => [
  make("aws:iam/role:Role")({ managedPolicyArns }, { outputs: { name: "tunnel" } }),
  make("aws:iam/instanceProfile:InstanceProfile")({ role: "tunnel" }, { outputs: { name: "tunnel-profile" } }),
  instance({ iamInstanceProfile: "tunnel-profile" }),
];

export const networkRows: Rows = {
  "EC2.2": of(
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    [{ ingress: [], egress: [] }],
    [
      { ingress: [open(22)], egress: [] },
      { ingress: [], egress: [everything] },
    ],
  ),
  "EC2.3": of("aws:ec2/instance:Instance", [{ rootBlockDevice: { encrypted: true } }], [{}]),
  "EC2.6": {
    good: [
      [vpc, flow("REJECT")],
      [vpc, flow("ALL")],
    ],
    bad: [[vpc], [vpc, flow("ACCEPT")]],
  },
  "EC2.8": of(
    "aws:ec2/instance:Instance",
    [{ metadataOptions: { httpTokens: "required" } }],
    [{}, { metadataOptions: { httpTokens: "optional" } }],
  ),
  "EC2.9": {
    good: [[instance({ associatePublicIpAddress: false })]],
    bad: [
      [instance({ associatePublicIpAddress: true })],
      [instance({}, { id: "i-1" }), make("aws:ec2/eipAssociation:EipAssociation")({ instanceId: "i-1" })],
    ],
  },
  "EC2.13": port(22),
  "EC2.14": port(3389),
  "EC2.18": {
    good: [...closed, [group({ ingress: [open(80), open(443)] })]],
    bad: [
      [group({ ingress: [open(22)] })],
      [group({ ingress: [open(80, 443)] })],
      [group({ ingress: [open6(5432)] })],
      [group({ ingress: [everything] })],
      [alone({ fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" })],
    ],
  },
  "EC2.19": port(5432),
  "EC2.21": {
    good: [[acl({ ingress: [{ ...open(443), cidrBlocks: null, cidrBlock: "0.0.0.0/0", action: "allow" }] })]],
    bad: [[acl({ ingress: [{ fromPort: 0, toPort: 65535, cidrBlock: "0.0.0.0/0", action: "allow" }] })]],
  },
  "EC2.53": { good: closed, bad: [[group({ ingress: [open(22)] })], [group({ ingress: [open(3389)] })]] },
  "EC2.54": { good: closed, bad: [[group({ ingress: [open6(22)] })], [group({ ingress: [open6(3389)] })]] },
  "EC2.15": of("aws:ec2/subnet:Subnet", [{ mapPublicIpOnLaunch: false }], [{ mapPublicIpOnLaunch: true }]),
  "EC2.180": of("aws:ec2/instance:Instance", [{}], [{ sourceDestCheck: false }]),
  "SSM.1": { good: [managed(["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"])], bad: [managed([])] },
  "OWN.ssm": of("aws:ssm/parameter:Parameter", [{ type: "SecureString" }], [{ type: "String" }]),
  "OWN.s3-endpoint": {
    good: [[vpc, endpoint("com.amazonaws.us-east-1.s3")]],
    bad: [[vpc], [vpc, endpoint("com.amazonaws.us-east-1.ecr.api")]],
  },
  "WA.az": { good: [spread("a", "b")], bad: [spread("a"), [...spread("a"), subnet("priv-b", "b")]] },
  "WA.nat": {
    good: [[...spread("a", "b"), nat("a"), nat("b")]],
    bad: [spread("a", "b"), [...spread("a", "b"), nat("a")]],
  },
};
