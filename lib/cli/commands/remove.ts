import { command } from "../command.ts";

export const remove = command({
  name: "remove",
  generator: "remove",
  what: "Take a service, a database or a cache out of a repo.",
  positionals: [
    { name: "what", what: "service, database or cache." },
    { name: "name", what: "Its name." },
  ],
  flags: [
    {
      name: "lose-data",
      type: "boolean",
      help: "Go on although data is lost: that of databases and caches that nothing uses any more.",
    },
    { name: "delete-code", type: "boolean", help: "Delete the service's code too, even where you have edited it." },
  ],
  examples: ["space-sst remove service mailer", "space-sst remove cache sessions --lose-data"],
});
