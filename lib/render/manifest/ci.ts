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
  const { workingDirectory } = view;
  const at = (path: string): string => (workingDirectory ? `${workingDirectory}/${path}` : path);
  /** From the top of the git repository, which is called `/`. */
  const below = (folder: string): string =>
    workingDirectory ? `/${workingDirectory}${folder === "/" ? "" : folder}` : folder;
  return [
    {
      id: "pipeline",
      /** Where something of the repo is for those who begin at git's top. */
      at,
      /** What a change must touch to be one of this repo; empty where every change is. */
      paths: workingDirectory
        ? [at("**"), view.has.github ? `.github/workflows/${view.layout.workflow}*` : "bitbucket-pipelines.yml"]
        : [],
      deployments: bitbucketDeployments(view),
      pushed: jobs,
      branches: [...new Set(jobs.map((job): Branch => job.branch))],
      mayInsist: mayInsist(view),
      images: buildsImages(view),
      dockerfiles: dockerfileFolders(view).map(below),
      /** Folders with packages outside the workspaces. */
      packages: ["/", ...(view.has.databases ? [databaseTask] : [])].map(below),
    },
  ];
};

const github = (name: string, when: (view: View) => boolean = () => true): Row =>
  perItem({
    from: `_github/workflows/${name}.yml.ejs`,
    to: (_, { layout }) => `${layout.gitTop}.github/workflows/${layout.workflow}${name}.yml`,
    when: (view) => view.has.github && when(view),
    each: pipeline,
  });

/** Without a stage that a push deploys, no pull request leads to a deploy. */
const deploysPushes = (view: View): boolean => pushed(view).length > 0;

/** The git repository was there before this repo. */
const hasHost = ({ adopted, workingDirectory }: View): boolean => adopted || Boolean(workingDirectory);

/** Updates by machine are for the whole git repository: who was there first says which. */
const dependabot = (owner: Owner, when: (view: View) => boolean): Row =>
  perItem({
    from: "_github/dependabot.yml.ejs",
    to: (_, { layout }) => `${layout.gitTop}.github/dependabot.yml`,
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
  dependabot("generated", (view) => !hasHost(view)),
  dependabot("yours", hasHost),
  perItem({
    from: "bitbucket-pipelines.yml.ejs",
    to: (_, { layout }) => `${layout.gitTop}bitbucket-pipelines.yml`,
    when: (v) => v.has.bitbucket,
    each: pipeline,
  }),
  file({ from: "scripts/assume-role.mjs", when: ({ has }) => has.bitbucket }),
  file({ from: "scripts/diff-gate.mjs", when: ({ has }) => has.github || has.bitbucket }),
  file({ from: "scripts/diff.mjs", when: ({ has }) => has.github || has.bitbucket }),
];
