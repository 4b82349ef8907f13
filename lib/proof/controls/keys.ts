import { statementsIn } from "../judges/policies.ts";
import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { handles, pointedAt } from "./look.ts";

const key = "aws:kms/key:Key";

/** What a service encrypts with a key of ours, by the names of the services: the type, and the input that names the key. */
const USERS: readonly { service: RegExp; type: string; input: string }[] = [
  { service: /^logs\./, type: "aws:cloudwatch/logGroup:LogGroup", input: "kmsKeyId" },
  { service: /^(cloudwatch|events)\./, type: "aws:sns/topic:Topic", input: "kmsMasterKeyId" },
];

/** The services that a key lets in although nothing of theirs is encrypted with it. */
const uninvited = (one: Resource, stack: Stack): string[] =>
  statementsIn(one.inputs.policy)
    .filter(({ allows }) => allows)
    .flatMap(({ principals }) => principals)
    .filter((principal) =>
      USERS.some(
        ({ service, type, input }) =>
          service.test(principal) && !pointedAt(stack, type, input, ...handles(one), one.outputs.keyId),
      ),
    );

/** Whom keys serve. */
export const keyControls: Control[] = [
  {
    id: "OWN.key-users",
    title: "a key serves those services alone that encrypt something with it",
    why: "the key of backups that serves logs too is one that more can be asked for than backups",
    fix: "name the uses of the key where it is made: createKey() of infra/keys.ts",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of: [key],
    problem: (one, stack) => uninvited(one, stack).map((service) => `${service} may use it, and has nothing to`),
  },
];
