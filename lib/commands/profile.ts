import { DEFAULT_PATTERN } from "../deploy/fleet/profiles.ts";
import type { Session } from "./session.ts";

/** How the AWS profile of each client's stage is called, for a command that goes through all of them: given, else by the client. */
export const patternOf = (session: Session): string => session.text("profile") ?? DEFAULT_PATTERN;
