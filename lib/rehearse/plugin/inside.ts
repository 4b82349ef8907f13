import { Socket } from "node:net";
import { isRotated } from "../../proof/simulate/engine/secrets.ts";

/**
 * Loaded into every Node process of a rehearsal before anything else: nothing leaves this machine, a program finds a value for
 * each secret that nobody has set, and does not look up the sources of notes that nobody reads.
 */

const HERE = /^(127\.\d+\.\d+\.\d+|::1|localhost|::ffff:127\..*|)$/;

type Connect = (this: Socket, ...words: unknown[]) => Socket;

const connect = Socket.prototype.connect as unknown as Connect;

/** `connect({ host })`, `connect(port, host)`, `connect(path)`; Node itself calls it with the list of its arguments. */
function hostOf(words: unknown[]): string {
  const [first, second] = Array.isArray(words[0]) ? words[0] : words;
  if (typeof first === "object" && first !== null) return String((first as { host?: string }).host ?? "");
  return typeof first === "number" && typeof second === "string" ? second : "";
}

Socket.prototype.connect = function (this: Socket, ...words: unknown[]) {
  const host = hostOf(words);
  if (HERE.test(host)) return connect.apply(this, words);
  fetch(`${process.env.SPACE_SST_REHEARSAL}/outside/${encodeURIComponent(host)}`).catch(() => undefined);
  process.nextTick(() => this.destroy(new Error(`a rehearsal does not leave this machine: ${host}`)));
  return this;
} as typeof connect as unknown as typeof Socket.prototype.connect;

/** SST's own server is asked by way of the rehearsal. Whoever was started by such a process has that address already. */
const { SST_SERVER: server, SPACE_SST_REHEARSAL: rehearsal } = process.env;
if (server && rehearsal && !server.startsWith(rehearsal))
  process.env.SST_SERVER = `${rehearsal}/sst/${new URL(server).port}`;

/** SST hands secrets to the program as variables of this form. */
const SECRET = /^SST_SECRET_(.+)$/;

const rehearsed = (variable: string): string | undefined => {
  const [, name] = SECRET.exec(variable) ?? [];
  return name === undefined || isRotated(name) ? undefined : `rehearsed-${name}`;
};

process.env = new Proxy(process.env, {
  get: (variables, name: string) => variables[name] ?? rehearsed(String(name)),
});

/** Where Pulumi's SDK notes for each of its promises where it was made: read by nobody but who looks for its leaks. */
const NOTES = /@pulumi[\\/]pulumi[\\/]runtime[\\/]debuggable\.js$/;

/** What says where an error comes from, by the sources: for all these notes it takes a quarter of a program's time. */
let trace: typeof Error.prepareStackTrace;
const traced = (error: Error, frames: NodeJS.CallSite[]): unknown =>
  NOTES.test(frames[0]?.getFileName() ?? "") ? String(error) : trace?.(error, frames);

Object.defineProperty(Error, "prepareStackTrace", {
  configurable: true,
  get: () => (trace === undefined ? undefined : traced),
  set: (given: typeof trace) => {
    trace = given;
  },
});
