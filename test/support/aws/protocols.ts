/**
 * The protocols that AWS's services speak, as far as a stand-in needs them: which operation a request names and with
 * which input, and how an answer or an error is written. An answer is written in the words of the wire.
 */

export interface Incoming {
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export type Wire =
  | string
  | number
  | boolean
  | null
  | undefined
  | Date
  | Buffer
  | readonly Wire[]
  | { readonly [name: string]: Wire };

export interface Reply {
  status: number;
  type: string;
  body: string | Buffer;
}

export interface Fault {
  /** As in the API reference: `AccessDeniedException`. */
  code: string;
  message: string;
  status: number;
}

export interface Protocol {
  read(incoming: Incoming): { operation: string; input: unknown };
  answer(operation: string, wire: Wire): Reply;
  fault(fault: Fault): Reply;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** @param item what an element of a list is called, or null where the list's own name repeats */
function xml(wire: Wire, item: string | null): string {
  if (wire === null || wire === undefined) return "";
  if (wire instanceof Date) return wire.toISOString();
  if (typeof wire !== "object") return escaped(String(wire));
  if (Array.isArray(wire)) return wire.map((one) => `<${item}>${xml(one, item)}</${item}>`).join("");
  return Object.entries(wire as Record<string, Wire>)
    .map(([name, value]) =>
      item === null && Array.isArray(value)
        ? value.map((one) => `<${name}>${xml(one, item)}</${name}>`).join("")
        : `<${name}>${xml(value, item)}</${name}>`,
    )
    .join("");
}

const REQUEST_ID = "00000000-0000-4000-8000-000000000000";

const form = ({ body }: Incoming) => {
  const { Action = "", Version: _, ...input } = Object.fromEntries(new URLSearchParams(body.toString()));
  return { operation: Action, input };
};

/** STS, IAM, load balancers: a form that names the action, and XML. The elements of a list are called `member`. */
const query: Protocol = {
  read: form,
  answer: (operation, wire) => ({
    status: 200,
    type: "text/xml",
    body: `<${operation}Response><${operation}Result>${xml(wire, "member")}</${operation}Result><ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata></${operation}Response>`,
  }),
  fault: ({ code, message, status }) => ({
    status,
    type: "text/xml",
    body: `<ErrorResponse><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>${xml({ Code: code, Message: message }, "member")}</Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`,
  }),
};

/** RDS, ElastiCache: the same, but each list has a name of its own for its elements, which the answer gives and which repeats. */
const namedQuery: Protocol = {
  ...query,
  answer: (operation, wire) => ({
    status: 200,
    type: "text/xml",
    body: `<${operation}Response><${operation}Result>${xml(wire, null)}</${operation}Result></${operation}Response>`,
  }),
};

/** EC2: a form too; the elements of a list are called `item`. */
const ec2: Protocol = {
  read: form,
  answer: (operation, wire) => ({
    status: 200,
    type: "text/xml",
    body: `<${operation}Response><requestId>${REQUEST_ID}</requestId>${xml(wire, "item")}</${operation}Response>`,
  }),
  fault: ({ code, message, status }) => ({
    status,
    type: "text/xml",
    body: `<Response><Errors><Error>${xml({ Code: code, Message: message }, "item")}</Error></Errors><RequestID>${REQUEST_ID}</RequestID></Response>`,
  }),
};

/** ECS, ACM, CloudWatch and its logs, Systems Manager, Service Quotas, Cost Explorer, Secrets Manager: JSON both ways, the operation in a header. */
const json: Protocol = {
  read: ({ headers, body }) => ({
    operation: String(headers["x-amz-target"] ?? "").replace(/^.*\./, ""),
    input: body.length === 0 ? {} : JSON.parse(body.toString()),
  }),
  answer: (_, wire) => ({
    status: 200,
    type: "application/x-amz-json-1.1",
    // Moments are seconds.
    body: JSON.stringify(wire ?? {}, function (this: Record<string, unknown>, key: string, value: unknown) {
      const own = this[key];
      return own instanceof Date ? own.getTime() / 1000 : value;
    }),
  }),
  fault: ({ code, message, status }) => ({
    status,
    type: "application/x-amz-json-1.1",
    body: JSON.stringify({ __type: code, message }),
  }),
};

/** Route 53's operations by method and path. */
const ROUTES: readonly [method: string, path: RegExp, operation: string][] = [
  ["GET", /^\/2013-04-01\/hostedzonesbyname$/, "ListHostedZonesByName"],
  ["GET", /^\/2013-04-01\/hostedzone\/(?<Id>[^/]+)$/, "GetHostedZone"],
  ["GET", /^\/2013-04-01\/hostedzone$/, "ListHostedZones"],
  ["GET", /^\/2013-04-01\/hostedzone\/(?<HostedZoneId>[^/]+)\/rrset$/, "ListResourceRecordSets"],
  ["GET", /^\/2013-04-01\/accountlimit\/(?<Type>[^/]+)$/, "GetAccountLimit"],
  ["GET", /^\/2013-04-01\/healthcheck$/, "ListHealthChecks"],
  ["GET", /^\/2013-04-01\/healthcheck\/(?<HealthCheckId>[^/]+)$/, "GetHealthCheck"],
  ["POST", /^\/2013-04-01\/healthcheck\/(?<HealthCheckId>[^/]+)$/, "UpdateHealthCheck"],
];

/** Route 53: paths, and XML in which an element of a list repeats: `{ HostedZones: { HostedZone: [{ … }] } }`. */
const restXml: Protocol = {
  read: ({ method, url, body }) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    for (const [verb, path, operation] of ROUTES) {
      const match = verb === method ? path.exec(pathname) : null;
      if (match !== null)
        return {
          operation,
          input: {
            ...Object.fromEntries(searchParams),
            ...match.groups,
            ...(method === "POST" ? { body: body.toString() } : {}),
          },
        };
    }
    return { operation: `${method} ${pathname}`, input: {} };
  },
  answer: (operation, wire) => ({
    status: 200,
    type: "text/xml",
    body: `<${operation}Response>${xml(wire, null)}</${operation}Response>`,
  }),
  fault: query.fault,
};

/** S3: an object is the body itself. */
const s3: Protocol = {
  read: ({ method, url, body }) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const [, Bucket = "", ...key] = pathname.split("/").map(decodeURIComponent);
    if (searchParams.has("list-type"))
      return { operation: "ListObjectsV2", input: { Bucket, Prefix: searchParams.get("prefix") } };
    const verb = { GET: "GetObject", PUT: "PutObject" }[method] ?? method;
    return { operation: verb, input: { Bucket, Key: key.join("/"), ...(verb === "PutObject" ? { Body: body } : {}) } };
  },
  answer: (_, wire) => ({
    status: 200,
    type: "application/octet-stream",
    body: Buffer.isBuffer(wire) ? wire : JSON.stringify(wire ?? ""),
  }),
  fault: ({ code, message, status }) => ({
    status,
    type: "application/xml",
    body: `<Error>${xml({ Code: code, Message: message }, null)}</Error>`,
  }),
};

/** AWS Backup's operations by method and path. */
const BACKUP_ROUTES: readonly [method: string, path: RegExp, operation: string][] = [
  ["GET", /^\/resources\/(?<ResourceArn>[^/]+)\/recovery-points\/?$/, "ListRecoveryPointsByResource"],
  ["GET", /^\/restore-jobs\/?$/, "ListRestoreJobs"],
  ["GET", /^\/account-settings\/?$/, "DescribeRegionSettings"],
];

/** AWS Backup: paths, and JSON. */
const restJson: Protocol = {
  ...json,
  read: ({ method, url }) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    for (const [verb, path, operation] of BACKUP_ROUTES) {
      const match = verb === method ? path.exec(pathname) : null;
      const named = Object.entries(match?.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      if (match !== null)
        return { operation, input: { ...Object.fromEntries(searchParams), ...Object.fromEntries(named) } };
    }
    return { operation: `${method} ${pathname}`, input: {} };
  },
};

/** A service by the name that requests are signed for. */
export const SIGNED: Readonly<Record<string, { service: string; protocol: Protocol }>> = {
  sts: { service: "sts", protocol: query },
  iam: { service: "iam", protocol: query },
  ec2: { service: "ec2", protocol: ec2 },
  ecs: { service: "ecs", protocol: json },
  acm: { service: "acm", protocol: json },
  logs: { service: "logs", protocol: json },
  ssm: { service: "ssm", protocol: json },
  servicequotas: { service: "quotas", protocol: json },
  route53: { service: "route53", protocol: restXml },
  s3: { service: "s3", protocol: s3 },
  elasticloadbalancing: { service: "elb", protocol: query },
  monitoring: { service: "cloudwatch", protocol: json },
  rds: { service: "rds", protocol: namedQuery },
  elasticache: { service: "elasticache", protocol: namedQuery },
  backup: { service: "backup", protocol: restJson },
  ce: { service: "cost", protocol: json },
  secretsmanager: { service: "secrets", protocol: json },
};
