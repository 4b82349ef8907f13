import { type AwsReply, type AwsRequest, parsedBody, type Service, xml } from "./request.ts";

/** What SST asks of CloudFront by itself while it deploys a site: invalidations, and the routes in a key-value store. */

const invalidation = (status: number): AwsReply =>
  xml(
    "<Invalidation><Id>IREHEARSAL</Id><Status>Completed</Status><CreateTime>2026-01-01T00:00:00Z</CreateTime><InvalidationBatch><CallerReference>x</CallerReference><Paths><Quantity>0</Quantity></Paths></InvalidationBatch></Invalidation>",
    status,
  );

const distribution = (id: string): AwsReply =>
  xml(`<Distribution><Id>${id}</Id><Status>Deployed</Status></Distribution>`);

const originAccess = (status: number): AwsReply =>
  xml("<OriginAccessControl><Id>EREHEARSAL</Id></OriginAccessControl>", status, { etag: "E1" });

const ROUTES: readonly { method: string; path: RegExp; reply(match: RegExpExecArray): AwsReply }[] = [
  { method: "POST", path: /\/distribution\/[^/]+\/invalidation$/, reply: () => invalidation(201) },
  { method: "GET", path: /\/distribution\/[^/]+\/invalidation\/[^/]+$/, reply: () => invalidation(200) },
  { method: "GET", path: /\/distribution\/([^/]+)$/, reply: ([, id = ""]) => distribution(id) },
  { method: "POST", path: /\/origin-access-control$/, reply: () => originAccess(201) },
  { method: "GET", path: /\/origin-access-control\/[^/]+/, reply: () => originAccess(200) },
  { method: "DELETE", path: /\/origin-access-control\/[^/]+$/, reply: () => ({ status: 204 }) },
];

export const cloudfront: Service = ({ method, path }) => {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null) return route.reply(match);
  }
  return undefined;
};

interface Updates {
  Puts?: { Key: string; Value: string }[];
  Deletes?: { Key: string }[];
}

const plain = (value: unknown, status = 200): AwsReply => ({
  status,
  type: "application/json",
  headers: { etag: "E1" },
  body: JSON.stringify(value),
});

/** A key-value store's keys are kept among the objects, under its ARN. */
export const keyValueStore: Service = ({ method, path, body }: AwsRequest, { objects }) => {
  const [, store, keys, key] = /^\/key-value-stores\/(arn:[^/]+\/[^/]+|[^/]+)(\/keys)?(?:\/(.+))?$/.exec(path) ?? [];
  if (store === undefined) return undefined;
  const found = key === undefined ? undefined : objects.get(`${store}/${key}`);
  if (method === "GET" && keys === undefined)
    return plain({ KvsARN: store, ItemCount: 0, TotalSizeInBytes: 0, Created: 0, ETag: "E1" });
  if (method === "GET" && key === undefined) {
    const names = [...objects.keys()].filter((name) => name.startsWith(`${store}/`));
    return plain({ Items: names.map((name) => ({ Key: name.slice(store.length + 1), Value: "" })) });
  }
  if (method === "GET")
    return found === undefined
      ? { ...plain({ Message: "Key not found" }, 404), headers: { "x-amzn-errortype": "ResourceNotFoundException" } }
      : plain({ Key: key, Value: found.toString(), ItemCount: 1, TotalSizeInBytes: 1 });
  const { Puts = [], Deletes = [] } = parsedBody(body) as Updates;
  for (const { Key, Value } of Puts) objects.set(`${store}/${Key}`, Buffer.from(Value));
  for (const { Key } of Deletes) objects.delete(`${store}/${Key}`);
  return plain({ ItemCount: 0, TotalSizeInBytes: 0, ETag: "E1" });
};
