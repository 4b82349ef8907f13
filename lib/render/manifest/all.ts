import type { Row } from "../types.ts";
import { ci } from "./ci.ts";
import { docs } from "./docs.ts";
import { infra } from "./infra.ts";
import { local } from "./local.ts";
import { proof } from "./proof.ts";
import { repo } from "./repo.ts";
import { services } from "./services.ts";

/** Every file that a repo may hold. A file is in one table only. */
export const MANIFEST: readonly Row[] = [...repo, ...infra, ...proof, ...services, ...local, ...ci, ...docs];
