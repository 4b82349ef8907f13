import { parseBlueprint } from "../../lib/answers/parse.ts";

/** What is wrong with a document of answers, as `path: message`. */
export const problems = (document: object): string[] => {
  const result = parseBlueprint({ project: "shop", ...document });
  return "problems" in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

export const ofServices = (...services: object[]): string[] => problems({ services });
