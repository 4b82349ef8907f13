import {
  type Branch,
  bitbucketDeployments,
  buildsImages,
  databaseTask,
  dockerfileFolders,
  mayInsist,
  pushed,
} from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { file, type Owner, perItem, type Row } from "../types.ts";

/** What a workflow needs to know of the stages, computed once for all of them. */
const pipeline = (view: View) => {
  const jobs = pushed(view);
  return [
    {
      id: "pipeline",
      deployments: bitbucketDeployments(view),
      pushed: jobs,
      branches: [...new Set(jobs.map((job): Branch => job.branch))],
      mayInsist: mayInsist(view),
      images: buildsImages(view),
      dockerfiles: dockerfileFolders(view),
      /** Folders with packages outside the workspaces. */
      packages: ["/", ...(view.has.databases ? [databaseTask] : [])],
    },
  ];
};

const github = (name: string, when: (view: View) => boolean = () => true): Row =>
  perItem({
    from: `_github/workflows/${name}.yml.ejs`,
    to: (_, { layout }) => `.github/workflows/${layout.workflow}${name}.yml`,
    when: (view) => view.has.github && when(view),
    each: pipeline,
  });

/** Without a stage that a push deploys, no pull request leads to a deploy. */
const deploysPushes = (view: View): boolean => pushed(view).length > 0;

/** Updates by machine are for the whole repo: who was there first says which. */
const dependabot = (owner: Owner, when: (view: View) => boolean): Row =>
  perItem({
    from: "_github/dependabot.yml.ejs",
    when: (view) => view.has.github && when(view),
    each: pipeline,
    owner,
  });

/** Checks, deploys and updates by machine. */
export const ci: readonly Row[] = [
  github("ci"),
  github("deploy"),
  github("deploy-stage"),
  github("unlock"),
  github("diff", deploysPushes),
  github("diff-stage", deploysPushes),
  github("rehearse", deploysPushes),
  // It asks the registry for newer versions.
  github("upgrade", (v) => !v.vendored),
  dependabot("generated", ({ adopted }) => !adopted),
  dependabot("yours", ({ adopted }) => adopted),
  perItem({ from: "bitbucket-pipelines.yml.ejs", when: (v) => v.has.bitbucket, each: pipeline }),
  file({ from: "scripts/diff-gate.mjs", when: ({ has }) => has.github || has.bitbucket }),
  file({ from: "scripts/diff.mjs", when: ({ has }) => has.github || has.bitbucket }),
];
