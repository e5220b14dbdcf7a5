import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { refuse, requireUnchanged } from "../../kit/refuse.js";
import { changeShopify } from "../graphql.js";
import { ADD_TAGS, REMOVE_TAGS } from "../operations.js";
import { readOrder } from "../read-order.js";
import { refuseUserErrors, UserErrors } from "../user-errors.js";

const Added = z.object({ tagsAdd: z.object({ userErrors: UserErrors }) });
const Removed = z.object({ tagsRemove: z.object({ userErrors: UserErrors }) });

/** Adds and removes single tags and leaves the others alone. A tag is there or not, so repeating it changes nothing. */
export default createAction({
  description: "Add tags to an order and remove tags from it",
  version: "1.0.0",
  scopes: ["write_orders"],
  input: z.object({
    orderId: z.string(),
    add: z.array(z.string().min(1).max(40)).max(20),
    remove: z.array(z.string().min(1).max(40)).max(20),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to tag regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({
    added: z.array(z.string()).describe("those that were not there before: what undoing has to remove"),
    removed: z.array(z.string()).describe("those that were there before: what undoing has to add"),
    alreadyDone: z.boolean(),
  }),

  exec: async (nango, input) => {
    const { order } = await readOrder(nango, input.orderId, { waits: false });
    const has = new Set(order.tags.map((tag) => tag.toLowerCase())); // Shopify's tags know no case
    const added = input.add.filter((tag) => !has.has(tag.toLowerCase()));
    const removed = input.remove.filter((tag) => has.has(tag.toLowerCase()));
    if (input.add.some((tag) => input.remove.some((other) => other.toLowerCase() === tag.toLowerCase()))) {
      refuse(nango, "invalid", "The same tag is to be added and removed.");
    }
    if (added.length === 0 && removed.length === 0) return { added, removed, alreadyDone: true };
    requireUnchanged(nango, input.expectedUpdatedAt, order.updatedAt);
    if (added.length > 0) {
      const { tagsAdd } = await changeShopify(nango, input, {
        query: ADD_TAGS,
        variables: { id: input.orderId, tags: added },
        schema: Added,
      });
      refuseUserErrors(nango, tagsAdd.userErrors);
    }
    if (removed.length > 0) {
      const { tagsRemove } = await changeShopify(nango, input, {
        query: REMOVE_TAGS,
        variables: { id: input.orderId, tags: removed },
        schema: Removed,
      });
      refuseUserErrors(nango, tagsRemove.userErrors);
    }
    return { added, removed, alreadyDone: false };
  },
});
