import { kickoff } from "../../lib/commands/kickoff/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(kickoff);
