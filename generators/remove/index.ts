import { remove } from "../../lib/commands/remove/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(remove);
