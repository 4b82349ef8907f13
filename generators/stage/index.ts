import { stage } from "../../lib/commands/stage/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(stage);
