import { rowOf } from "./types.ts";

/** `aws:rds/proxy:Proxy` as `Proxy`, `aws:lb/targetGroup:TargetGroup` as `Target group`. */
const inWords = (type: string): string =>
  (type.split(":").at(-1) ?? type)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/^(.)(.*)$/, (_, first: string, rest: string) => first + rest.toLowerCase());

/** What people call a type: `aws:ec2/natGateway:NatGateway` is a `NAT gateway`. */
export const labelOf = (type: string): string => rowOf(type)?.label ?? inWords(type);
