import type { Problem } from "../../errors.ts";
import { clientStages } from "../client-stages.ts";
import { namesToCertify } from "../hosts.ts";
import { clientCopies, jurisdictionOf, secondRegion } from "../jurisdictions.ts";
import type { Parsed } from "../schema.ts";
import type { Region } from "../vocabulary.ts";

/** Rules about domains, regions and accounts. */

export function* domains(answers: Parsed): Iterable<Problem> {
  const { dns, domain, certificate, region, services, clients } = answers;
  const sites = services.some(({ kind }) => kind === "static");
  const places = [
    { at: "", domain, certificate, region, stages: answers.stages, path: (key: string) => key },
    ...clients.map((client, i) => ({
      at: client.name,
      domain: client.domain,
      certificate: client.certificate,
      region: client.region ?? region,
      stages: client.stages ?? clientStages(answers.stages),
      path: (key: string) => `clients[${i}].${key}`,
    })),
  ];
  for (const place of places) {
    const arn = place.certificate;
    if (dns === "external" && place.domain !== null && arn === null) {
      yield {
        path: place.path("certificate"),
        message: `is required with dns external: an ACM certificate in ${place.region} for ${namesToCertify(services, place.stages, place.domain).join(", ") || `*.${place.domain}`}`,
      };
    }
    if (arn !== null && dns !== "external")
      yield { path: place.path("certificate"), message: `is for dns external only: ${dns} makes its own` };
    if (arn !== null && place.domain === null) yield { path: place.path("certificate"), message: "needs a domain" };
    const arnRegion = arn?.split(":")[3];
    if (arnRegion !== undefined && arnRegion !== place.region) {
      yield {
        path: place.path("certificate"),
        message: `is in ${arnRegion}, but the load balancer is in ${place.region}`,
      };
    }
    if (dns === "external" && sites && place.domain !== null && place.region !== "us-east-1") {
      yield {
        path: place.path("region"),
        message:
          "a static site on external DNS needs region us-east-1: CloudFront takes its certificate from there only",
      };
    }
  }
  const owners = new Map<string, string>();
  for (const [i, client] of clients.entries()) {
    const other = client.domain === domain ? "the base project" : owners.get(client.domain);
    if (other !== undefined) yield { path: `clients[${i}].domain`, message: `${client.domain} belongs to ${other}` };
    owners.set(client.domain, client.name);
  }
}

/** No default takes data out of the law that it is under: where every other region is abroad, a person decides. */
const needsRegion = (home: Region): string =>
  `is required: no other region of ${jurisdictionOf(home)} is offered, so that a copy of its backups leaves it; name one all the same, or none for no AWS Backup`;

export function* backups({ backup, region, clients }: Parsed): Iterable<Problem> {
  if (backup?.region === region) yield { path: "backup.region", message: `should differ from region, ${region}` };
  if (backup !== null && (backup.region ?? secondRegion(region)) === undefined)
    yield { path: "backup.region", message: needsRegion(region) };
  for (const [i, client] of clients.entries()) {
    const home = client.region ?? region;
    const path = `clients[${i}].backup.region`;
    if (client.backup?.region === home)
      yield { path, message: `the backup region should differ from the client's region, ${home}` };
    if (clientCopies(client, { region, backup }) === undefined) yield { path, message: needsRegion(home) };
  }
}

export function* clientNetworks({ clients }: Parsed): Iterable<Problem> {
  const owners = new Map<number, string>();
  for (const [i, { name, network }] of clients.entries()) {
    if (network === undefined) continue;
    const other = owners.get(network);
    if (other !== undefined)
      yield { path: `clients[${i}].network`, message: `10.${network}.0.0/16 belongs to "${other}"` };
    owners.set(network, name);
  }
}
