/** What has to run and to answer after a deploy, as the outputs of the stage say it: infra/kit/outputs.ts. */

export interface ServiceExpected {
  /** As in the answers: `api`. */
  name: string;
  /** The ECS service. */
  service: string;
  /** ARN of the task definition that it moved to, with its revision. */
  task: string;
}

export interface DnsRecord {
  /** ALIAS is for the domain itself, which takes no CNAME. */
  type: "CNAME" | "ALIAS";
  target: string;
}

export interface Expected {
  cluster: string;
  services: ServiceExpected[];
  /** Public addresses that answer with 200: health paths on all hosts, and static sites. */
  addresses: string[];
  /** Public addresses for people, by the name of their service. */
  urls: Record<string, string>;
  /** Public addresses that lead to others: `https://www.acme.com` → `https://acme.com`. */
  redirects: Record<string, string>;
  /** Records that somebody has to make, by host. */
  records: Record<string, DnsRecord>;
  /** The machine that the tunnel goes through, if there is one. */
  tunnel: string | null;
}

/** `api.url` → `{ api: … }`, for one kind of output. */
function ofKind(outputs: Readonly<Record<string, unknown>>, kind: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([key, value]) =>
      key.endsWith(`.${kind}`) && typeof value === "string" && value !== ""
        ? [[key.slice(0, -kind.length - 1), value]]
        : [],
    ),
  );
}

const recordsOf = (outputs: Readonly<Record<string, unknown>>, type: DnsRecord["type"]): Expected["records"] =>
  Object.fromEntries(Object.entries(ofKind(outputs, type)).map(([host, target]) => [host, { type, target }]));

const word = (value: unknown): string => (typeof value === "string" ? value : "");

/** Reads outputs. What a repo of an earlier version does not say is not expected. */
export function expectedOf(outputs: Readonly<Record<string, unknown>>): Expected {
  const [services, tasks, health, urls] = ["service", "task", "health", "url"].map((kind) => ofKind(outputs, kind)) as [
    Record<string, string>,
    Record<string, string>,
    Record<string, string>,
    Record<string, string>,
  ];
  return {
    cluster: word(outputs.cluster),
    services: Object.entries(services).flatMap(([name, service]) => {
      const task = tasks[name];
      return task === undefined ? [] : [{ name, service, task }];
    }),
    addresses: [
      ...Object.entries(urls).map(([name, url]) => health[name] ?? url),
      ...Object.values(ofKind(outputs, "alias")),
    ],
    urls,
    redirects: Object.fromEntries(
      Object.entries(ofKind(outputs, "redirect")).map(([host, to]) => [`https://${host}`, to]),
    ),
    records: { ...recordsOf(outputs, "CNAME"), ...recordsOf(outputs, "ALIAS") },
    tunnel: word(outputs.tunnel) || null,
  };
}
