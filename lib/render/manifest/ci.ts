import { type Branch, buildsImages, databaseTask, dockerfileFolders, mayInsist, pushed, stagesOf } from "../stages.ts";
import { perItem, type Row } from "../types.ts";
import type { View } from "../view.ts";

/** What a workflow needs to know of the stages, computed once for all of them. */
const pipeline = (view: View) => {
  const jobs = pushed(view);
  return [
    {
      id: "pipeline",
      stages: stagesOf(view).map(({ stage }) => stage),
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
  github("_github/dependabot.yml.ejs"),
  perItem({ from: "bitbucket-pipelines.yml.ejs", when: (v) => v.has.bitbucket, each: pipeline }),
];
