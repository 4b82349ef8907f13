import { deploy } from "../../lib/commands/deploy/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(deploy);
