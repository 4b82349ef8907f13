import { fleet } from "../../lib/commands/fleet/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(fleet);
