import { eject } from "../../lib/commands/eject/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(eject);
