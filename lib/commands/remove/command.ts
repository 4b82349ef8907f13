import { command } from "../command.ts";
import { WRITES } from "../flags.ts";

export const remove = command({
  name: "remove",
  writesRepo: true,
  what: "Take a service, a database, a cache, a bucket or a client out of a repo.",
  positionals: [
    { name: "what", what: "service, database, cache, bucket or client." },
    { name: "name", what: "Its name." },
  ],
  flags: [
    {
      name: "lose-data",
      type: "boolean",
      help: "Go on although data is lost: that of databases, caches and buckets that nothing uses any more.",
    },
    {
      name: "stage-gone",
      type: "boolean",
      help: "The client's stages are gone from AWS, or never were there: take the client out.",
    },
    { name: "delete-code", type: "boolean", help: "Delete the service's code too, even where you have edited it." },
    ...WRITES,
  ],
  examples: [
    "space-sst remove service mailer",
    "space-sst remove cache sessions --lose-data",
    "space-sst remove client acme --stage-gone",
  ],
  load: () => import("./steps.ts"),
});
