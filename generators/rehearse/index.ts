import { rehearse } from "../../lib/commands/rehearse/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(rehearse);
