import type { PlainObject } from "../types.ts";
import { compute } from "./catalog/compute.ts";
import { data } from "./catalog/data.ts";
import { edge } from "./catalog/edge.ts";
import { network } from "./catalog/network.ts";
import { operations } from "./catalog/operations.ts";
import type { Row } from "./catalog/row.ts";
import { utilities } from "./catalog/utilities.ts";

/** What AWS adds to the resources of each type. */
export const catalog: Record<string, Row> = { ...network, ...edge, ...compute, ...data, ...operations, ...utilities };

/** Components that the SST CLI itself carries out answer with these, by the last word of their logical name. */
export const dynamicResources: Record<string, PlainObject> = {
  HostedZoneLookup: { zoneId: "Z0MOCKZONE" },
  ZoneLookup: { zoneId: "0mockzone", zoneName: "{domain}" },
  RdsRoleLookup: {},
  OriginAccessControl: { id: "E{hash}" },
};

/** Outputs that the provider keeps secret even when no input is. */
export const secretOutputs: Record<string, string[]> = {
  "random:index/randomPassword:RandomPassword": ["result", "bcryptHash"],
  "tls:index/privateKey:PrivateKey": ["privateKeyPem", "privateKeyOpenssh", "privateKeyPemPkcs8"],
};
