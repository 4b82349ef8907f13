import { type Edge, KINDS, type Node, type Part } from "../../render/diagram/graph.ts";
import type { Resources } from "../resources/index.ts";
import { handlesOf, STORES } from "./stores.ts";

/** Backups: what the plan's selections cover is drawn as kept in the vault, and copies in the region that they go to. */
export function backups(resources: Resources): Part {
  const all = resources.of("aws:backup/vault:Vault");
  const here = all.filter(({ region }) => region === resources.simulation.region);
  const vaults = [...here, ...all.filter((vault) => !here.includes(vault))];
  const nodes = vaults.map(
    (vault): Node => ({
      id: vault.urn,
      tier: "keep",
      kind: here.includes(vault) ? KINDS.vault : KINDS.copies,
      title: vault.region,
      details: [],
    }),
  );
  const covered = resources.of("aws:backup/selection:Selection").map(({ inputs }) => JSON.stringify(inputs));
  const edges = resources
    .of(...Object.keys(STORES))
    .filter((store) => handlesOf(store).some((handle) => covered.some((selection) => selection.includes(handle))))
    .flatMap((store) => here.map((vault): Edge => ({ from: store.urn, to: vault.urn, label: "" })));
  const copies = vaults
    .filter((vault) => !here.includes(vault))
    .flatMap((copy) => here.map((vault): Edge => ({ from: vault.urn, to: copy.urn, label: "" })));
  return { nodes, edges: [...edges, ...copies] };
}
