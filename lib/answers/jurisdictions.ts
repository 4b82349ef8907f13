import type { Region } from "./vocabulary.ts";

/** Whose law holds for the data in a region, and where its copy goes without leaving it. */

/** The European Union is one; elsewhere it is the country. */
const JURISDICTIONS: Readonly<Record<Region, string>> = {
  "us-east-1": "the United States",
  "us-east-2": "the United States",
  "us-west-1": "the United States",
  "us-west-2": "the United States",
  "ca-central-1": "Canada",
  "ca-west-1": "Canada",
  "mx-central-1": "Mexico",
  "sa-east-1": "Brazil",
  "eu-west-1": "the European Union",
  "eu-west-2": "the United Kingdom",
  "eu-west-3": "the European Union",
  "eu-central-1": "the European Union",
  "eu-central-2": "Switzerland",
  "eu-north-1": "the European Union",
  "eu-south-1": "the European Union",
  "eu-south-2": "the European Union",
  "ap-south-1": "India",
  "ap-south-2": "India",
  "ap-southeast-1": "Singapore",
  "ap-southeast-2": "Australia",
  "ap-southeast-3": "Indonesia",
  "ap-southeast-4": "Australia",
  "ap-southeast-5": "Malaysia",
  "ap-southeast-7": "Thailand",
  "ap-northeast-1": "Japan",
  "ap-northeast-2": "South Korea",
  "ap-northeast-3": "Japan",
  "ap-east-1": "Hong Kong",
  "ap-east-2": "Taiwan",
  "af-south-1": "South Africa",
  "il-central-1": "Israel",
  "me-central-1": "the United Arab Emirates",
  "me-south-1": "Bahrain",
};

/** The second region that is taken where nobody names one. A region without a row is the only one that is offered of its jurisdiction. */
const SECOND: Readonly<Partial<Record<Region, Region>>> = {
  "us-east-1": "us-west-2",
  "us-east-2": "us-west-2",
  "us-west-1": "us-east-1",
  "us-west-2": "us-east-1",
  "ca-central-1": "ca-west-1",
  "ca-west-1": "ca-central-1",
  "eu-west-1": "eu-central-1",
  "eu-west-3": "eu-central-1",
  "eu-central-1": "eu-west-1",
  "eu-north-1": "eu-central-1",
  "eu-south-1": "eu-central-1",
  "eu-south-2": "eu-west-1",
  "ap-south-1": "ap-south-2",
  "ap-south-2": "ap-south-1",
  "ap-southeast-2": "ap-southeast-4",
  "ap-southeast-4": "ap-southeast-2",
  "ap-northeast-1": "ap-northeast-3",
  "ap-northeast-3": "ap-northeast-1",
};

export const jurisdictionOf = (region: Region): string => JURISDICTIONS[region];

/** Whether data that goes from one region to the other leaves the law that it is under. */
export const leaves = (from: Region, to: Region): boolean => JURISDICTIONS[from] !== JURISDICTIONS[to];

/** Where the backups of a region are copied to by default; undefined where every other region is abroad. */
export const secondRegion = (region: Region): Region | undefined => SECOND[region];

interface Named {
  region?: Region | undefined;
}

/**
 * Where a client's backups go that does not say it: where the project's go, unless they would leave the client's law, or
 * would stay where they are.
 */
export function clientSecondRegion(home: Region, project: { region: Region; backup: Named }): Region | undefined {
  const shared = project.backup.region ?? secondRegion(project.region);
  const fits = shared !== undefined && shared !== home && (home === project.region || !leaves(home, shared));
  return fits ? shared : secondRegion(home);
}

/** Where copies of a client's backups go: null where it has none, undefined where somebody has to decide. */
export function clientCopies(
  { region, backup }: { region?: Region | undefined; backup?: Named | null | undefined },
  project: { region: Region; backup: Named | null },
): Region | null | undefined {
  const home = region ?? project.region;
  if (backup !== undefined) return backup && (backup.region ?? secondRegion(home));
  return project.backup && clientSecondRegion(home, { ...project, backup: project.backup });
}

interface Place {
  region: Region;
  backup: { region: Region } | null;
}

/** What somebody has to know whose backups are copied abroad: a line for the project, and one for each such client. */
export function copiesAbroad(project: Place & { clients: readonly (Place & { name: string })[] }): string[] {
  const places = [
    { ...project, whose: "backups" },
    ...project.clients.map((one) => ({ ...one, whose: `backups of ${one.name}` })),
  ];
  return places.flatMap(({ whose, region, backup }) =>
    backup === null || !leaves(region, backup.region)
      ? []
      : [`Copies of ${whose} go from ${region} to ${backup.region}: they leave ${jurisdictionOf(region)}.`],
  );
}
