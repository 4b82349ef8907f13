import { expect, it } from "vitest";
import { render } from "../../lib/render/render.ts";
import { playPage } from "../support/played/document.ts";
import { WRITTEN } from "../support/written.ts";

/** The HTML that pages begin with. */

const FILES = new Map(render(WRITTEN).map(({ path, contents }) => [path, contents]));

it.each(["web", "www"])("the page of %s has a title and a language, and is for phones and the dark too", (service) => {
  const html = FILES.get(`services/${service}/index.html`) ?? "";
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  const { document } = playPage(html, "https://acme.com/");
  const head = document.childNodes.flatMap((one) => one.childNodes).find(({ nodeName }) => nodeName === "HEAD");
  const metas = (name: string) => (head?.childNodes ?? []).filter((one) => one.getAttribute("name") === name);
  expect(head?.childNodes.find(({ nodeName }) => nodeName === "TITLE")?.textContent).toBe("shop");
  expect(metas("viewport").map((one) => one.getAttribute("content"))).toEqual([
    "width=device-width, initial-scale=1.0",
  ]);
  expect(metas("description")).toHaveLength(1);
  expect(metas("theme-color").map((one) => one.getAttribute("media"))).toEqual([
    "(prefers-color-scheme: light)",
    "(prefers-color-scheme: dark)",
  ]);
});

it.each(["web", "www"])("the page of %s begins with a program that is there", (service) => {
  const html = FILES.get(`services/${service}/index.html`) ?? "";
  const named = [...html.matchAll(/(?:src|href)="\/(src\/[^"]+)"/g)].map(([, path]) => path);
  expect(named).not.toEqual([]);
  expect(named.filter((path) => !FILES.has(`services/${service}/${path}`))).toEqual([]);
});
