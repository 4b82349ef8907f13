import { REGIONS } from "../../blueprint/vocabulary.ts";
import { type Prompt, regions } from "./types.ts";

/** The questions about one client. */
export const CLIENT_PROMPTS: readonly Prompt[] = [
  { path: "name", message: "Name of the client" },
  { path: "account", message: "AWS account", help: "12 digits: the client's stages deploy into this account only." },
  { path: "domain", message: "Domain of the client" },
  {
    path: "region",
    message: "AWS region",
    choices: () => regions(REGIONS),
    initial: ({ document }) => document.region ?? "us-east-1",
  },
  { path: "certificate", message: "ARN of the ACM certificate", when: ({ document }) => document.dns === "external" },
];
