import { upgrade } from "../../lib/commands/upgrade/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(upgrade);
