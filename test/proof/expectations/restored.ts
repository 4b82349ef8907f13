import { handles } from "../../../lib/proof/controls/look.ts";
import { type Stack, texts } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Expectation, object, sorted } from "./context.ts";

/** What AWS Backup calls the databases that it knows. */
const BACKUP_TYPES: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "RDS",
  "aws:rds/cluster:Cluster": "Aurora",
};

const subnetsOf = (group: Plain | undefined, stack: Stack): string[] =>
  sorted(
    stack
      .of("aws:rds/subnetGroup:SubnetGroup")
      .filter((one) => handles(one).includes(group ?? null))
      .flatMap(({ inputs }) => texts(inputs.subnetIds)),
  );

/** Where a database is, and who is let in. */
const placeOf = (subnetGroup: Plain | undefined, groups: Plain | undefined, stack: Stack) => ({
  subnets: subnetsOf(subnetGroup, stack),
  groups: sorted(texts(groups)),
});

const databases = (stack: Stack): Resource[] => stack.of(...Object.keys(BACKUP_TYPES));

export const restored: Expectation[] = [
  {
    answer: "every database is restored to where it is itself: neither is the copy in reach of anybody else",
    wanted: ({ stack, backup, production }) =>
      backup === null || !production
        ? {}
        : Object.fromEntries(
            databases(stack).map(({ type, inputs, outputs }) => [
              outputs.arn,
              {
                type: BACKUP_TYPES[type],
                ...placeOf(inputs.dbSubnetGroupName, inputs.vpcSecurityGroupIds, stack),
              },
            ]),
          ),
    actual: ({ stack }) =>
      Object.fromEntries(
        stack.of("aws:backup/restoreTestingSelection:RestoreTestingSelection").map(({ inputs }) => {
          const { dbSubnetGroupName, vpcSecurityGroupIds } = object(inputs.restoreMetadataOverrides);
          return [
            texts(inputs.protectedResourceArns).join(),
            {
              type: inputs.protectedResourceType,
              ...placeOf(dbSubnetGroupName, JSON.parse(String(vpcSecurityGroupIds)), stack),
            },
          ];
        }),
      ),
  },
  {
    answer: "every database is backed up",
    wanted: ({ stack, backup }) =>
      backup === null ? [] : sorted(databases(stack).map(({ outputs }) => String(outputs.arn))),
    actual: ({ stack }) =>
      sorted(stack.of("aws:backup/selection:Selection").flatMap(({ inputs }) => texts(inputs.resources))),
  },
];
