import { NAME } from "../names.ts";
import { type Form, text, Unclear } from "./form.ts";

/** Where a word begins inside another: `myShop`. */
const HUMP = /([a-z0-9])(?=[A-Z])/g;

const joined = (given: string, sign: string): string =>
  given.replace(/[ _-]+/g, sign).replace(new RegExp(`^${sign}|${sign}$`, "g"), "");

/** `My_Shop Project` → `my-shop-project`; `myShop` may be two words or one. */
export const name: Form = text((given) => {
  if (NAME.test(given) || !/^[A-Za-z][A-Za-z0-9 _-]*$/.test(given)) return given;
  const [one, two] = [given, given.replace(HUMP, "$1-")].map((spelled) => joined(spelled, "-").toLowerCase());
  return one === two ? one : new Unclear([two as string, one as string]);
});

/** `jwt-secret` → `JWT_SECRET`, as environment variables are called. */
export const variable: Form = text((given) => {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(given)) return given;
  const [one, two] = [given, given.replace(HUMP, "$1_")].map((spelled) => joined(spelled, "_").toUpperCase());
  return one === two || one === given ? one : new Unclear([two as string, one as string]);
});
