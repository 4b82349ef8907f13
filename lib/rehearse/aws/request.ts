import type { Account } from "../account/account.ts";

/** A request to AWS, as its signature and its line say it. */
export interface AwsRequest {
  /** The name that it is signed for: `s3`, `ssm`. */
  service: string;
  region: string;
  method: string;
  /** Path without the query, decoded. */
  path: string;
  query: URLSearchParams;
  /** Of the JSON protocols: the operation that the header names. Of the query protocol: the action of the form. */
  operation: string;
  body: Buffer;
}

export interface AwsReply {
  status?: number;
  type?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
}

/** One of AWS's services. */
export type Service = (request: AwsRequest, account: Account) => AwsReply | undefined;

export const json = (value: unknown, status = 200): AwsReply => ({
  status,
  type: "application/x-amz-json-1.1",
  body: JSON.stringify(value),
});

/** An error of the JSON protocols. */
export const fault = (code: string, message: string): AwsReply => json({ __type: code, message }, 400);

export const xml = (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): AwsReply => ({
  status,
  type: "application/xml",
  headers,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

export const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (sign) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" })[sign] ?? sign);

export const unescaped = (text: string): string =>
  text.replace(
    /&(lt|gt|amp|quot|apos|#39|#34);/g,
    (_, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", "#39": "'", "#34": '"' })[name] ?? "",
  );

export const parsedBody = (body: Buffer): Record<string, unknown> =>
  body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);
