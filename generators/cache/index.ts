import { cache } from "../../lib/commands/cache/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(cache);
