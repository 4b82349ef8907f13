import type { Blueprint } from "../../answers/normalise.ts";
import { queueOf } from "../../answers/queue-of.ts";
import { typed } from "../../system/typed.ts";

/** What other answers mean for what is deployed and holds data. Pure. */

export interface Consequence {
  /** The answer, as `databases.main.engine`. */
  path: string;
  /** One line: what the next deploy does with the data. */
  message: string;
  /** Data is deleted, or nothing here knows any more where it is. */
  loses: boolean;
}

type Rule = (before: Blueprint, after: Blueprint) => Consequence[];

const lost = (path: string, message: string): Consequence => ({ path, message, loses: true });
const said = (path: string, message: string): Consequence => ({ path, message, loses: false });

/** Items of a list that is there before and after, in pairs; what is gone has no second. */
const pairs = <Item extends { name: string }>(before: readonly Item[], after: readonly Item[]) =>
  before.map((item) => [item, after.find(({ name }) => name === item.name)] as const);

/** SST finds a stage by the app's name, in its account and region. */
const moved = (path: string, whose: string, from: string, to: string): Consequence =>
  lost(
    path,
    `${whose} in ${from} stay in AWS with their data, and nothing here knows them any more; ${to} gets new, empty ones`,
  );

type Owner = Pick<Blueprint, "stages" | "backup">;

const stagesGone = (path: string, before: Owner, after: Owner): Consequence[] =>
  before.stages
    .filter((stage) => !after.stages.includes(stage))
    .map((stage) =>
      lost(
        `${path}.${stage}`,
        "once it is out of the repo, nothing here can deploy or remove it: remove it from AWS first",
      ),
    );

const place: Rule = (before, after) => [
  ...(before.project === after.project ? [] : [moved("project", "the stages", before.project, after.project)]),
  ...(before.region === after.region ? [] : [moved("region", "the stages", before.region, after.region)]),
  ...stagesGone("stages", before, after),
];

const clients: Rule = (before, after) =>
  pairs(before.clients, after.clients).flatMap(([was, is]) => {
    const path = `clients.${was.name}`;
    if (is === undefined)
      return [
        lost(
          path,
          `once it is out of the repo, nothing here can deploy or remove its stages: ${typed("remove client")}`,
        ),
      ];
    const stages = `the stages of ${was.name}`;
    return [
      ...(was.account === is.account ? [] : [moved(`${path}.account`, stages, was.account, is.account)]),
      ...(was.region === is.region ? [] : [moved(`${path}.region`, stages, was.region, is.region)]),
      ...stagesGone(`${path}.stages`, was, is),
      ...(was.network === is.network
        ? []
        : [
            lost(
              `${path}.network`,
              "other addresses are another network, and its databases and caches are made anew, empty",
            ),
          ]),
    ];
  });

/** RDS moves what is in it to a newer major version, and to no older one. */
function otherVersion(path: string, was: string, is: string): Consequence[] {
  if (was === is) return [];
  const message =
    Number(is) < Number(was)
      ? `RDS goes back to no older version: it refuses the next deploy`
      : `the next deploy upgrades it to ${is}, which cannot be taken back; production refuses until you let it ("A new major version" in RUNBOOK.md)`;
  return [said(`${path}.version`, message)];
}

/** Their engines are different things in AWS under one name; Valkey alone takes the place of Redis, with what is in it. */
const stores: Rule = (before, after) => [
  ...pairs(before.databases, after.databases).flatMap(([was, is]) => {
    const path = `databases.${was.name}`;
    if (is === undefined)
      return [lost(path, "the next deploy deletes it and all that is in it; production refuses until you let go")];
    if (was.engine === is.engine) return otherVersion(path, was.version, is.version);
    return [
      lost(
        `${path}.engine`,
        `the next deploy deletes it, and makes an empty ${is.engine} in its place; production refuses: give the new one another name`,
      ),
    ];
  }),
  ...pairs(before.caches, after.caches).flatMap(([was, is]) => {
    const path = `caches.${was.name}`;
    if (is === undefined)
      return [lost(path, "the next deploy deletes it and all that is in it; production refuses until you let go")];
    return was.engine === "valkey" && is.engine === "redis"
      ? [lost(`${path}.engine`, "the next deploy makes it anew, empty; production refuses")]
      : [];
  }),
  ...pairs(before.buckets, after.buckets).flatMap(([was, is]) =>
    is === undefined
      ? [lost(`buckets.${was.name}`, "the next deploy deletes it and its files; in production it stays, with them")]
      : [],
  ),
];

/** Jobs wait for somebody, where they were given to. */
const queues: Rule = (before, after) =>
  pairs(before.services, after.services).flatMap(([was, is]) => {
    const queue = queueOf(was);
    if (queue !== "sqs" || (is !== undefined && queueOf(is) === queue)) return [];
    return [
      lost(`services.${was.name}.queue`, "the next deploy deletes its queue of SQS, and the jobs that wait in it"),
    ];
  });

function backupOf(path: string, { backup: was }: Owner, { backup: is }: Owner): Consequence[] {
  if (was === null) return [];
  if (is === null)
    return [
      lost(path, "AWS Backup ends: outside production the next deploy deletes the backups, in production they stay"),
    ];
  return was.region === is.region
    ? []
    : [
        said(
          `${path}.region`,
          `copies go to ${is.region} from the next deploy on; those in ${was.region} stay there until you delete them`,
        ),
      ];
}

const backups: Rule = (before, after) =>
  before.databases.length === 0
    ? []
    : [
        ...backupOf("backup", before, after),
        ...pairs(before.clients, after.clients).flatMap(([was, is]) =>
          is === undefined ? [] : backupOf(`clients.${was.name}.backup`, was, is),
        ),
      ];

const RULES: readonly Rule[] = [place, clients, stores, queues, backups];

/** What a deploy of other answers would replace, drop or leave behind. */
export const consequences = (before: Blueprint, after: Blueprint): Consequence[] =>
  RULES.flatMap((rule) => rule(before, after));
