import * as z from "zod/mini";
import { NAME } from "../names.ts";
import { ENVIRONMENTS, REGIONS } from "../vocabulary.ts";
import { formed, formedText, someOf } from "./shapes.ts";

/** Values that several parts of a blueprint have. */

export const name = (max: number) =>
  formedText(max, NAME, "use lower-case letters and digits, words joined by single hyphens, beginning with a letter");

export const hostname = () =>
  z
    .string()
    .check(
      z.maxLength(62, "at most 62 characters: a certificate for *.<domain> takes no more"),
      z.regex(
        /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
        "use a domain name in lower case such as acme.com, without protocol or path",
      ),
    );

export const certificate = formed(
  /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
  "use the ARN of an ACM certificate: arn:aws:acm:<region>:<account>:certificate/<id>",
);

/** What people do who have more than a repo takes. */
export const most = (count: number, what: string): string =>
  `at most ${count} ${what} in one repo: the others are for a second one`;

/** A folder below another one. */
export const RELATIVE = /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;

export const region = z.enum(REGIONS);
export const stages = someOf(z.enum(ENVIRONMENTS), "stage");
