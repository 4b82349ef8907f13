import type { PlainObject } from "../../types.ts";

/**
 * What AWS adds to a resource when it is made. In a text, {region} {account} {name} {id} stand for those of the
 * resource, {hash} for 17 hexadecimal digits of its URN, {host} for a short name that a DNS label allows, and any other
 * word in braces for the input of that name.
 */
export interface Row {
  /** The input that holds the physical name; a resource without one is named by Pulumi. */
  name?: string;
  id?: string;
  arn?: string;
  /** Further outputs; texts are filled in like `id` and `arn`. */
  more?: PlainObject;
}

export const arn = (service: string, path: string) => `arn:aws:${service}:{region}:{account}:${path}`;
export const ec2 = (prefix: string, path: string, more: PlainObject = {}): Row => ({
  id: `${prefix}-{hash}`,
  arn: arn("ec2", `${path}/{id}`),
  more: { ownerId: "{account}", ...more },
});
export const named = (name: string, service: string, path: string, more: PlainObject = {}): Row => ({
  name,
  id: "{name}",
  arn: arn(service, path),
  more,
});
export const byArn = (name: string, service: string, path: string, more: PlainObject = {}): Row => ({
  name,
  id: "{arn}",
  arn: arn(service, path),
  more,
});
