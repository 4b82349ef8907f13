import { describe, expect, test } from "vitest";
import { grants, may } from "../../lib/proof/judges/access.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { make, type Part, policy, simulationOf } from "../controls/rows/make.ts";

/** Whether a role may do something: by every place in which a program can write a policy, and by the key's own. */

const ACTION = "s3:GetObject";
const RESOURCE = "arn:aws:s3:::files/key";
const allow = policy({ Action: ACTION, Resource: RESOURCE });
const deny = policy({ Effect: "Deny", Action: "*", Resource: "*" });
const ROLE = "arn:aws:iam::123456789012:role/api";
const OWN = "arn:aws:iam::123456789012:policy/own";
const AWS = "arn:aws:iam::aws:policy/ReadOnlyAccess";

const isAllowed = (inputs: PlainObject, beside: Part[] = [], request = { action: ACTION, resource: RESOURCE }) => {
  const role = make("aws:iam/role:Role")({ name: "api", ...inputs }, { id: "role-id", outputs: { arn: ROLE } });
  const stack = new Stack(simulationOf([role, ...beside]));
  const [one] = stack.of("aws:iam/role:Role");
  return one !== undefined && may(one, request, stack);
};
const rolePolicy = (role: string, text = allow) => make("aws:iam/rolePolicy:RolePolicy")({ role, policy: text });
const attached = (policyArn: string, role = "api") =>
  make("aws:iam/rolePolicyAttachment:RolePolicyAttachment")({ role, policyArn });
const ownPolicy = (text = allow) => make("aws:iam/policy:Policy")({ policy: text }, { outputs: { arn: OWN } });

describe("a role", () => {
  test.each<[string, boolean, PlainObject, Part[]]>([
    ["that nobody allows anything", false, {}, []],
    ["with a policy in it", true, { inlinePolicies: [{ policy: allow }] }, []],
    ["with a policy beside it, by its name", true, {}, [rolePolicy("api")]],
    ["by its id", true, {}, [rolePolicy("role-id")]],
    ["with a policy beside another one", false, {}, [rolePolicy("other")]],
    ["with a policy of the stage among its own", true, { managedPolicyArns: [OWN] }, [ownPolicy()]],
    ["with a policy of the stage attached", true, {}, [ownPolicy(), attached(OWN)]],
    ["with one that is attached to another", false, {}, [ownPolicy(), attached(OWN, "other")]],
    ["with one that nobody has attached", false, {}, [ownPolicy()]],
    // What is in those of AWS is not known here.
    ["with a policy of AWS itself", true, {}, [attached(AWS)]],
    ["with a policy of AWS among its own", true, { managedPolicyArns: [AWS] }, []],
    ["that is denied in it", false, { inlinePolicies: [{ policy: deny }] }, [rolePolicy("api")]],
    ["that is denied beside it", false, { inlinePolicies: [{ policy: allow }] }, [rolePolicy("api", deny)]],
    ["that is denied by what is attached", false, { managedPolicyArns: [AWS, OWN] }, [ownPolicy(deny)]],
  ])("%s: %s", (_, expected, inputs, beside) => {
    expect(isAllowed(inputs, beside)).toBe(expected);
  });
});

describe("a key", () => {
  const KEY = "arn:aws:kms:us-east-1:123456789012:key/1";
  const uses = policy({ Action: "kms:Decrypt", Resource: KEY });
  const says = (AWS: string, more: PlainObject = {}) =>
    policy({ Principal: { AWS }, Action: "kms:*", Resource: "*", ...more });
  const root = says("arn:aws:iam::123456789012:root");

  test.each<[string, boolean, string | undefined, string | undefined]>([
    ["without a policy lets IAM decide", true, undefined, uses],
    ["without a policy lets in nobody whom IAM does not", false, undefined, undefined],
    ["that trusts its account lets IAM decide", true, root, uses],
    ["that trusts its account lets in nobody whom IAM does not", false, root, undefined],
    ["that names the role needs no IAM", true, says(ROLE), undefined],
    ["that trusts another account", false, says("arn:aws:iam::999999999999:root"), uses],
    ["that names another role", false, says("arn:aws:iam::123456789012:role/other"), uses],
    ["that names the role is no help against IAM", false, says(ROLE), deny],
    ["that denies is not helped by IAM", false, says(ROLE, { Effect: "Deny" }), uses],
  ])("%s: %s", (_, expected, keyPolicy, own) => {
    const key = make("aws:kms/key:Key")(keyPolicy === undefined ? {} : { policy: keyPolicy }, {
      outputs: { arn: KEY },
    });
    const inputs: PlainObject = own === undefined ? {} : { inlinePolicies: [{ policy: own }] };
    expect(isAllowed(inputs, [key], { action: "kms:Decrypt", resource: KEY })).toBe(expected);
  });
});

/** What conditions compare, as IAM's reference has it. */
test.each([
  ["StringEquals", "abc", true],
  ["StringEquals", "ABC", false],
  ["StringEquals", "a*", false],
  ["StringEqualsIgnoreCase", "ABC", true],
  ["StringEqualsIgnoreCase", "abd", false],
  ["StringNotEqualsIgnoreCase", "ABC", false],
  ["StringLike", "a*", true],
  ["StringNotLike", "a*", false],
  ["ArnEquals", "a?c", true],
  ["ArnLike", "b*", false],
  ["Bool", "abc", true],
  ["Bool", "abd", false],
])("%s %s holds for abc: %s", (operator, wanted, isHeld) => {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { [operator]: { key: wanted } },
  };
  const request = { action: "a:b", resource: "arn", context: { key: "abc" } };
  expect(grants({ Statement: [statement] }, "arn:me", request)).toBe(isHeld ? "allow" : "nothing");
});
