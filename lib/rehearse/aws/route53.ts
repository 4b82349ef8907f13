import { type Service, xml } from "./request.ts";

const NAMESPACE = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';

/** The hosted zones, which SST looks for by the domain. */
export const route53: Service = ({ method, path }, { zones }) => {
  if (method !== "GET" || !path.endsWith("/hostedzone")) return undefined;
  const items = [...zones].map(
    (zone) =>
      `<HostedZone><Id>/hostedzone/Z0MOCKZONE</Id><Name>${zone}.</Name><CallerReference>${zone}</CallerReference><ResourceRecordSetCount>2</ResourceRecordSetCount></HostedZone>`,
  );
  return xml(
    `<ListHostedZonesResponse ${NAMESPACE}><HostedZones>${items.join("")}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>`,
  );
};
