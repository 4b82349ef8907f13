import type { View } from "../../answers/view.ts";
import { perItem, type Row } from "../types.ts";
import { composeItems } from "./compose.ts";
import { localBucketPort, localMailPort, localQueuePort } from "./local-ports.ts";
import { codeServices, type ServiceItem } from "./service-item.ts";

/** A program of the repo, `scripts/<id>.mjs`, that plays a service of AWS on a developer's machine. */
interface Played {
  id: string;
  port: (view: View) => number;
  /** Of the services whose code is rendered, those that ask it. */
  asks: (it: ServiceItem) => boolean;
}

const PLAYED: readonly Played[] = [
  { id: "bucket", port: localBucketPort, asks: ({ bucket }) => bucket !== null },
  { id: "queues", port: localQueuePort, asks: ({ queueVariables }) => queueVariables.length > 0 },
  { id: "email", port: localMailPort, asks: ({ email }) => email !== null },
];

/** Workers whose jobs wait in SQS. */
const queuesOf = (view: View): string[] => view.services.filter(({ queue }) => queue === "sqs").map(({ name }) => name);

const playedIn = (view: View): Played[] => PLAYED.filter(({ asks }) => codeServices(view).some(asks));

/** The services of AWS that are played on a developer's machine, by the names of their scripts. */
export const playedNames = (view: View): string[] => playedIn(view).map(({ id }) => id);

const playedFile = (played: Played): Row =>
  perItem({
    from: `scripts/${played.id}.mjs.ejs`,
    to: `scripts/${played.id}.mjs`,
    each: (view) =>
      playedIn(view).includes(played) ? [{ id: played.id, port: played.port(view), names: queuesOf(view) }] : [],
  });

/** What answers on a developer's machine, and where; none where no code is rendered. */
const devItems = (view: View) => {
  const stores = composeItems(view).flatMap(({ databases, caches }) => [
    ...databases.map(({ name, localPort }) => [`${name}-database`, localPort] as const),
    ...caches.map(({ name, localPort }) => [`${name}-cache`, localPort] as const),
  ]);
  const addresses = codeServices(view).flatMap(({ name, local }) =>
    local.port === null ? [] : [[name, local.port] as const],
  );
  const played = playedNames(view).map((name) => `${name}.mjs`);
  return codeServices(view).length === 0 ? [] : [{ id: "dev", stores, addresses, played }];
};

/** What the services need on a developer's machine. */
export const local: readonly Row[] = [
  perItem({ from: "docker-compose.yml.ejs", to: (_, { layout }) => layout.compose, each: composeItems }),
  perItem({ from: "scripts/dev.mjs.ejs", to: "scripts/dev.mjs", each: devItems }),
  ...PLAYED.map(playedFile),
];
