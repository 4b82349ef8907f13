import { plan } from "../../lib/commands/plan/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(plan);
