import type { ClientView, View } from "../../answers/view.ts";
import { type Budgets, budgetsOf } from "../../cost/budget.ts";

/** What the file of a client is rendered from. */
export interface ClientItem extends ClientView {
  budgets: Budgets | null;
}

export const clientItem = (view: View, client: ClientView): ClientItem => ({
  ...client,
  budgets: budgetsOf(view, client.name),
});
