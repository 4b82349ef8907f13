import { command } from "../command.ts";
import { DRY_RUN, JSON_DOCUMENT, YES } from "../flags.ts";

export const ci = command({
  name: "ci",
  what: "Let CI deploy a stage: make the role in AWS that its jobs are lent, with no key to store.",
  positionals: [{ name: "stage", what: "A stage, or several with commas between: dev,staging." }],
  flags: [
    { name: "repository", type: "string", value: "OWNER/NAME", help: "The repository. Default: git's remote origin." },
    {
      name: "diff",
      type: "boolean",
      help: "Make a role too that may only read, for sst diff on pull requests (GitHub).",
    },
    {
      name: "account",
      type: "string",
      value: "ID",
      help: "The AWS account that is meant; any other is refused. A client's account is known.",
    },
    { name: "set-variables", type: "boolean", help: "Set the environments' variables with gh, GitHub's command line." },
    {
      name: "subject",
      type: "string",
      value: "PREFIX",
      help: "How the subjects of GitHub's tokens begin: repo:acme@123456/shop@456789. Default: gh asks GitHub.",
    },
    { name: "workspace-uuid", type: "string", value: "UUID", help: "Bitbucket: the workspace." },
    { name: "repository-uuid", type: "string", value: "UUID", help: "Bitbucket: the repository." },
    { name: "environment-uuid", type: "string", value: "UUID", help: "Bitbucket: the deployment environment." },
    YES,
    DRY_RUN,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst ci dev --dry-run                       prints trust and permissions",
    "space-sst ci production --diff --set-variables",
    "space-sst ci acme-production --repository agency/shop",
  ],
  load: () => import("./steps.ts"),
});
