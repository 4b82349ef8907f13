import { ENGINE_ENDED } from "../sst.ts";
import { type Cause, deployAgain } from "./types.ts";

export const MACHINE: Cause[] = [
  {
    id: "engine-ended",
    when: new RegExp(ENGINE_ENDED),
    // SST looks for a free port and listens there a moment later; where it cannot, it ends its engine (pkg/server/server.go).
    cause:
      "this machine ran out of memory, or another SST that began here at the same moment has taken the port that this one had found free",
    next: (place) => ["see whether memory is short, and begin one SST after the other", deployAgain(place)],
  },
  {
    id: "component-version",
    // SST notes a component's version beside it: what ends a first deploy between the two leaves a component that seems old.
    when: /There is a new version of "(\w+)" that has breaking changes/,
    cause: ([, component]) =>
      `the stage's first deploy ended before SST had noted which version of ${component} it makes (or, after another version of SST was installed, that one makes it differently)`,
    next: (place, [, component]) => [
      `if this was the first deploy, let SST forget the component, of which nothing was made yet: ${place.exec} sst state remove ${component} --stage ${place.stage}`,
      `${deployAgain(place)}; where it names another one, let SST forget that one too`,
    ],
  },
  {
    id: "plugin-download",
    when: /could not (?:load|download|install) (?:plugin|pulumi)|error downloading plugin|failed to download pulumi|Could not install pulumi/i,
    cause: "Pulumi or one of its providers could not be downloaded",
    next: (place) => ["let this machine reach get.pulumi.com and github.com; check VPN and proxy", deployAgain(place)],
  },
  {
    id: "out-of-memory",
    when: /JavaScript heap out of memory|signal: killed|ENOMEM|Program exited with non-zero exit code: -1\b/,
    cause: "this machine has too little memory for the deploy",
    next: (place) => ["close other programs, or give Docker and Node more memory", deployAgain(place)],
  },
  {
    id: "throttled",
    when: /Throttling|TooManyRequests|Rate exceeded/i,
    cause: "AWS throttles the account's calls",
    next: (place) => [`wait a minute, ${deployAgain(place)}`],
  },
  {
    id: "network",
    when: /no such host|ENOTFOUND|i\/o timeout|connection refused|ECONNREFUSED|TLS handshake timeout/i,
    cause: "the network does not reach AWS, or what the error names",
    next: (place) => ["check network, VPN and proxy", deployAgain(place)],
  },
];

/** What is said beside a failure, and explains one only where nothing else does. */
export const ASIDES: Cause[] = [
  {
    id: "pending-operations",
    when: /pending operations from previous deployment/,
    cause:
      "an earlier deploy was killed while it made something: Pulumi warns of that from then on and goes on all the same, so what fails is something else",
    next: (place) => [
      "see what, in the last lines of .sst/log/pulumi.log",
      'what the killed deploy has made is refused by its name: RUNBOOK.md, "A stage is locked"',
      deployAgain(place),
    ],
  },
];
