import { namesToCertify } from "../answers/hosts.ts";
import { secretName } from "../answers/names.ts";
import { buildsImages, type Stage, stagesOf } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";

/** What a deploy needs that nobody can make from answers: one list, wherever it is said. */

export interface Need {
  what: string;
  /** What to do about it. */
  how: string;
}

/** Production is not the first: the first deploy of a project is one that may go wrong. */
export const firstStage = (view: View): Stage | undefined =>
  stagesOf(view).find(({ client, environment }) => client === null && environment !== "production") ??
  stagesOf(view)[0];

/** More names than this are a number. */
const FEW = 3;

/** The command asks for the value: in a shell's history it would be no secret any more. */
const secretCommand = ({ pm }: View, name: string, stage: string): string =>
  `${pm.exec} sst secret set ${name} --stage ${stage}`;

/** The values of secrets of some services. */
export function secretNeeds(view: View, services: readonly string[], stage: string): Need[] {
  const names = view.services
    .filter(({ name }) => services.includes(name))
    .flatMap(({ name, secrets }) => secrets.map((variable) => secretName(name, variable)));
  const [first] = names;
  if (first === undefined) return [];
  const what = names.length > FEW ? `values of ${names.length} secrets` : `a value of ${names.join(", ")}`;
  return [{ what, how: secretCommand(view, first, stage) }];
}

/** By who serves the domain. */
const ZONES: Record<View["dns"], (domain: string, view: View, stage: Stage) => Need> = {
  route53: (domain) => ({ what: `a hosted zone of ${domain}`, how: "in Route 53, in the account of the stage" }),
  cloudflare: (domain) => ({
    what: `${domain} at Cloudflare`,
    how: "export CLOUDFLARE_API_TOKEN and CLOUDFLARE_DEFAULT_ACCOUNT_ID",
  }),
  external: (domain, { services, ...view }, { client, region }) => ({
    what: `a certificate of ${namesToCertify(services, (client ?? view).stages, domain).join(", ")}`,
    how: `issued by ACM, in ${region}`,
  }),
};

/** What the first deploy of a stage needs. */
export function needs(view: View, place: Stage): Need[] {
  const { stage, domain } = place;
  const served = domain !== null && (view.has.routed || view.has.sites);
  return [
    { what: "credentials of its AWS account", how: "export AWS_PROFILE=<profile>" },
    ...(buildsImages(view) ? [{ what: "Docker, running", how: "images are built on the machine that deploys" }] : []),
    ...(served ? [ZONES[view.dns](domain, view, place)] : []),
    ...secretNeeds(
      view,
      view.services.map(({ name }) => name),
      stage,
    ),
    ...(view.alerts.slack === null
      ? []
      : [{ what: "AWS in your Slack", how: "once for each account: the README says how" }]),
  ];
}
