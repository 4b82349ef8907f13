import { expect, test } from "vitest";
import { baseOf } from "../../lib/proof/controls/bases.ts";

/** Whose fixes an image lives on: doctor asks how long there are any. */
test.each([
  ["one stage", "FROM nginx:1.29\nRUN true\n", "nginx:1.29"],
  [
    "the last of several",
    "FROM node:24 AS build\nRUN x\n\nFROM node:24-slim\nCOPY --from=build /a /a\n",
    "node:24-slim",
  ],
  ["a stage on another one", "from node:24-slim as Base\nFROM base AS build\nFROM build\n", "node:24-slim"],
  ["a platform", "# FROM scratch\nFROM --platform=$BUILDPLATFORM python:3.12 AS x\n", "python:3.12"],
  ["an argument, which is not known", "ARG TAG=24\nFROM node:$TAG\n", undefined],
  ["none", "# nothing\n", undefined],
])("what an image is made from: %s", (_, dockerfile, base) => {
  expect(baseOf(dockerfile)).toBe(base);
});
