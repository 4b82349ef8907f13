import type { Problem } from "../../errors.ts";
import { didYouMean } from "../../system/nearest.ts";
import { SQL_NAMES } from "../reserved.ts";
import type { Parsed } from "../schema.ts";
import { DATABASE_VERSIONS } from "../vocabulary.ts";

/** Rules about databases, caches and buckets, and about who uses them. */

export function* references({ services, databases, caches, buckets }: Parsed): Iterable<Problem> {
  const stores = [
    ["database", databases],
    ["cache", caches],
    ["bucket", buckets],
  ] as const;
  for (const [i, service] of services.entries()) {
    for (const [key, list] of stores) {
      const name = service[key];
      const names = list.map((item) => item.name);
      if (name !== null && !names.includes(name)) {
        yield {
          path: `services[${i}].${key}`,
          message: `there is no ${key} called "${name}"${didYouMean(name, names)}`,
        };
      }
    }
  }
  for (const [key, list] of stores) {
    for (const [i, { name }] of list.entries()) {
      if (!services.some((service) => service[key] === name)) {
        yield {
          path: `${key}s[${i}]`,
          message: `no service uses the ${key} "${name}": name it in a service, or leave it out`,
        };
      }
    }
  }
}

export function* databaseVersions({ databases }: Parsed): Iterable<Problem> {
  for (const [i, { engine, version }] of databases.entries()) {
    const versions = DATABASE_VERSIONS[engine];
    if (version !== undefined && !versions.includes(version)) {
      yield {
        path: `databases[${i}].version`,
        message: `"${version}" is not one of ${[...versions].sort().join(", ")} for ${engine}`,
      };
    }
  }
}

/** A service gets a logical database and a role of its own name. */
export function* sqlNames({ services }: Parsed): Iterable<Problem> {
  const taken = new Set<string>(SQL_NAMES);
  for (const [i, { name, database }] of services.entries()) {
    if (database !== null && (taken.has(name) || /^(pg|rds)-/.test(name))) {
      yield {
        path: `services[${i}].name`,
        message: `"${name}" is a name that databases keep for themselves: its database and role are called so`,
      };
    }
  }
}
