import type { Style, Terminal } from "../../terminal/terminal.ts";
import type { ComparedSecret, SecretState } from "./compare.ts";

/** How each state looks, and what it means where that is not plain. */
const STATES: Readonly<Record<SecretState, { style: Style; note: string }>> = {
  same: { style: "green", note: "" },
  set: { style: "green", note: "" },
  new: { style: "cyan", note: "the stage has none yet" },
  different: { style: "yellow", note: "the stage has another value" },
  missing: { style: "red", note: "no value: a deploy stops here" },
  undeclared: { style: "yellow", note: "no service declares it: sst secret remove takes it away" },
};

/** One line for each secret, without its value. */
export function secretLines(secrets: readonly ComparedSecret[], terminal: Terminal): string[] {
  const title = ({ service, variable, name }: ComparedSecret): string =>
    service === null ? name : `${service}.${variable}`;
  const width = Math.max(0, ...secrets.map((secret) => title(secret).length));
  const words = Math.max(...Object.keys(STATES).map((state) => state.length));
  return secrets.map((secret) => {
    const { style, note } = STATES[secret.state];
    const state = terminal.paint(style, secret.state.padEnd(words));
    return `  ${state}  ${title(secret).padEnd(width)}  ${terminal.paint("dim", note)}`.trimEnd();
  });
}
