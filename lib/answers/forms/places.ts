import { domainToASCII } from "node:url";
import { type Form, text, Unclear } from "./form.ts";

/** Where something is: domains, paths, folders, mailboxes. */

/** The usual sender of what a program writes. */
const SENDER = "noreply";

const HOST = /^[a-z0-9.-]+\.[a-z0-9-]+$/;

/** `https://ACME.com/` → `acme.com`; `münchen.de` as DNS writes it. */
export const domain: Form = text((given) => {
  const bare = given.replace(/^https?:\/\//i, "").replace(/[./]+$/, "");
  const ascii = /^[^\s/:@?#]+$/.test(bare) ? domainToASCII(bare) : "";
  return HOST.test(ascii) ? ascii : given;
});

/** The label of a host: `API` → `api`; `*.App` → `*.app`. */
export const label: Form = text((given) => (/^(\*\.)?[A-Za-z0-9-]+$/.test(given) ? given.toLowerCase() : given));

/** `https://App.ACME.com/` → `https://app.acme.com`: a browser says no path; the name of a service as it is. */
export const origin: Form = text((given) =>
  /^https?:\/\/[^\s/?#]+\/?$/i.test(given) && URL.canParse(given) ? new URL(given).origin : given,
);

/** `v1/*` → `/v1/*`; of a whole address, its path. */
export const path: Form = text((given) => {
  const [, ofUrl] = /^https?:\/\/[^\s/]+(\/[^\s?#]*)$/i.exec(given) ?? [];
  return ofUrl ?? (/^[A-Za-z0-9]/.test(given) && !given.includes(":") ? `/${given}` : given);
});

/** `./services\\orders/` → `services/orders`; the whole repo is a point. */
export const directory: Form = text((given) => {
  const parts = given.replaceAll("\\", "/").split("/");
  if (given === "" || parts[0] === "") return given;
  return parts.filter((part) => part !== "" && part !== ".").join("/") || ".";
});

/** `Ana <ana@acme.com>` → `ana@acme.com`; of two, a person has to choose. */
export const email: Form = text((given) => {
  const mailboxes = given.split(/[,;]/).map((one) => {
    const [, inBrackets] = /<([^<>\s]+)>\s*$/.exec(one) ?? [];
    return (inBrackets ?? one).trim().replace(/^mailto:/i, "");
  });
  const found = [...new Set(mailboxes.filter((one) => one !== ""))];
  if (!found.every((one) => /^[^\s@]+@[^\s@]+$/.test(one)) || found.length === 0) return given;
  return found.length === 1 ? found[0] : new Unclear(found);
});

/** `true` and `false`, in a file or typed. */
const WISHES: ReadonlyMap<string, string | null> = new Map([
  ["true", SENDER],
  ["false", null],
]);

/** `NoReply@acme.com` → `noreply`, for the domain is that of the stage; `true` is for who has no wish. */
export const sender: Form = (given) => {
  const wish = WISHES.get(String(given).trim().toLowerCase());
  return wish === undefined ? text((one) => one.replace(/@[^@\s]*$/, "").toLowerCase())(given) : wish;
};

/** The address of a channel in Slack has both of its ids. */
export const slack: Form = text((given) => {
  const [, ids] = /^https:\/\/app\.slack\.com\/client\/(T[A-Z0-9]+\/C[A-Z0-9]+)\/?$/.exec(given) ?? [];
  return ids ?? given;
});
