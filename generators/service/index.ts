import { service } from "../../lib/commands/service/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(service);
