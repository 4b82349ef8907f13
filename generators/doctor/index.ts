import { doctor } from "../../lib/commands/doctor/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(doctor);
