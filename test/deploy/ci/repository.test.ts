import { describe, expect, it } from "vitest";
import { readRemote, slugOf } from "../../../lib/deploy/ci/repository.ts";

const read = (url: string) => {
  const found = readRemote(url);
  return found === undefined ? undefined : `${found.host} ${slugOf(found)}`;
};

describe("the repository that a git remote names", () => {
  it.each([
    ["git@github.com:acme/shop.git", "github acme/shop"],
    ["https://github.com/Acme-Inc/shop.app.git\n", "github Acme-Inc/shop.app"],
    ["https://token@github.com/acme/shop", "github acme/shop"],
    ["https://GitHub.com/acme/shop/", "github acme/shop"],
    ["ssh://git@github.com:22/acme/shop.git", "github acme/shop"],
    ["ssh://git@github.com/acme/shop", "github acme/shop"],
    ["git@bitbucket.org:acme/shop.git", "bitbucket acme/shop"],
    ["https://anna@bitbucket.org/acme/shop.git", "bitbucket acme/shop"],
  ])("%s", (url, expected) => {
    expect(read(url)).toBe(expected);
  });

  it.each([
    "https://gitlab.com/acme/shop.git",
    "https://github.com.evil.example/acme/shop",
    "git@evil.example:github.com/acme/shop",
    "https://evil.example/github.com/acme/shop",
    "/srv/git/shop.git",
    "https://github.com/acme",
    "https://github.com/acme/shop/tree/main",
    "git@github.com:acme/sh*op.git",
    "",
  ])("is not known for %s", (url) => {
    expect(read(url)).toBeUndefined();
  });
});
