import { stagesOf } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";

/** How the documents speak of clients: all of them while they are few, one of them for all when they are many. */

/** More than this would make lists that nobody reads. */
export const FEW_CLIENTS = 8;

/** The view with those clients only that the documents name, and how many they do not name. */
export function namedClients(view: View): { named: View; more: number } {
  const { clients } = view;
  if (clients.length <= FEW_CLIENTS) return { named: view, more: 0 };
  return { named: { ...view, clients: clients.slice(0, 1) }, more: clients.length - 1 };
}

/** The stages that the documents name. */
export const namedStages = (view: View) => stagesOf(namedClients(view).named);
