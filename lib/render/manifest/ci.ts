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
import { file, perItem, type Row } from "../types.ts";

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

const github = (from: string): Row => perItem({ from, when: (v) => v.has.github, each: pipeline });

/** Checks, deploys and updates by machine. */
export const ci: readonly Row[] = [
  github("_github/workflows/ci.yml.ejs"),
  github("_github/workflows/deploy.yml.ejs"),
  github("_github/workflows/deploy-stage.yml.ejs"),
  github("_github/workflows/unlock.yml.ejs"),
  // Without a stage that a push deploys, no pull request leads to a deploy.
  perItem({
    from: "_github/workflows/diff.yml.ejs",
    when: (v) => v.has.github && pushed(v).length > 0,
    each: pipeline,
  }),
  perItem({
    from: "_github/workflows/diff-stage.yml.ejs",
    when: (v) => v.has.github && pushed(v).length > 0,
    each: pipeline,
  }),
  perItem({
    from: "_github/workflows/rehearse.yml.ejs",
    when: (v) => v.has.github && pushed(v).length > 0,
    each: pipeline,
  }),
  // It asks the registry for newer versions.
  file({ from: "_github/workflows/upgrade.yml.ejs", when: (v) => v.has.github && !v.vendored }),
  github("_github/dependabot.yml.ejs"),
  perItem({ from: "bitbucket-pipelines.yml.ejs", when: (v) => v.has.bitbucket, each: pipeline }),
  file({ from: "scripts/diff-gate.mjs", when: ({ has }) => has.github || has.bitbucket }),
  file({ from: "scripts/diff.mjs", when: ({ has }) => has.github || has.bitbucket }),
];
