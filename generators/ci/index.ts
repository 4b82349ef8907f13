import { ci } from "../../lib/commands/ci/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(ci);
