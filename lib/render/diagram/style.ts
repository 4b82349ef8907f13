import { TIERS, type Tier } from "./graph.ts";
import { KIND, LINE, NAME } from "./measure.ts";

/** Colours with at least 4.5 to 1 between text and what is behind it, on white and on near-black. */
export interface Palette {
  ink: string;
  quiet: string;
  page: string;
  paper: string;
  wire: string;
  tiers: Readonly<Record<Tier, { fill: string; line: string }>>;
}

export const LIGHT: Palette = {
  ink: "#1b1f24",
  quiet: "#57606a",
  page: "#ffffff",
  paper: "#ffffff",
  wire: "#6e7781",
  tiers: {
    people: { fill: "#f3f4f6", line: "#57606a" },
    edge: { fill: "#fdeff7", line: "#a3195b" },
    front: { fill: "#f5efff", line: "#6d28d9" },
    run: { fill: "#fff4e5", line: "#9a4a08" },
    store: { fill: "#e8f1ff", line: "#1d4ed8" },
    region: { fill: "#eef0fb", line: "#4338a0" },
    keep: { fill: "#e7f7ec", line: "#116b33" },
    watch: { fill: "#e8f6f8", line: "#0f6672" },
  },
};

export const DARK: Palette = {
  ink: "#e6edf3",
  quiet: "#9da7b3",
  page: "#0d1117",
  paper: "#161b22",
  wire: "#8b949e",
  tiers: {
    people: { fill: "#1c2128", line: "#9da7b3" },
    edge: { fill: "#331526", line: "#f49ac1" },
    front: { fill: "#231a36", line: "#b794f4" },
    run: { fill: "#2b2013", line: "#f0b45c" },
    store: { fill: "#14233f", line: "#7fb1ff" },
    region: { fill: "#1c1f3a", line: "#a5a9f5" },
    keep: { fill: "#12271a", line: "#5fc27e" },
    watch: { fill: "#0f2a2e", line: "#6fcbd8" },
  },
};

const variables = ({ tiers, ...colours }: Palette): string =>
  [
    ...Object.entries(colours).map(([name, colour]) => `--${name}:${colour}`),
    ...TIERS.map((tier) => `--${tier}:${tiers[tier].fill};--${tier}-line:${tiers[tier].line}`),
  ].join(";");

const FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif';

/** Light or dark as the reader's system is, and light on paper. */
export const STYLE = `
.picture{${variables(LIGHT)};font-family:${FONT}}
@media (prefers-color-scheme:dark){.picture{${variables(DARK)}}}
@media print{.picture{${variables(LIGHT)}}}
.picture .page{fill:var(--page)}.picture text{fill:var(--ink);font-size:${LINE.size}px}
.picture .name{font-size:${NAME.size}px;font-weight:600}.picture .kind{font-size:${KIND.size}px;font-weight:600}
.picture .line,.picture .said{fill:var(--quiet)}
.picture .said{text-anchor:end}
.picture .cell{fill:var(--paper);stroke-opacity:.45}.picture .card{stroke-width:1.25}
.picture .wire{fill:none;stroke:var(--wire);stroke-width:1.5}.picture .head{fill:var(--wire)}
.picture .frame{fill:none;stroke:var(--wire);stroke-dasharray:5 5;stroke-width:1.25}
${TIERS.map(
  (tier) =>
    `.picture .${tier} .card{fill:var(--${tier});stroke:var(--${tier}-line)}.picture .${tier} .cell{stroke:var(--${tier}-line)}.picture .${tier} .kind{fill:var(--${tier}-line)}`,
).join("\n")}`.trim();
