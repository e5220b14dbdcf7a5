import type { OutcomeDefinition } from "../define.ts";

export const SET_TO_LEDGER = "set to ledger";
export const KEEP_CHANNEL = "keep the channel's count";
export const ASK_RECOUNT = "ask for recount";
export const STOP_SELLING = "stop selling";

export const outcomes: readonly OutcomeDefinition[] = [
  {
    name: SET_TO_LEDGER,
    title: "Set the channel to the ledger",
    does: "The units that the channel shows too many are taken off it, or those that it lacks are put on sale.",
    undo: "possible",
  },
  {
    name: KEEP_CHANNEL,
    title: "Keep the channel's count",
    does: "The units that were put aside are put on sale again, or are taken off where the ledger counts too many.",
    undo: "possible",
  },
  {
    name: ASK_RECOUNT,
    title: "Ask for a recount",
    does: "The units stay off sale, and the warehouse is asked to count them.",
    undo: "possible",
  },
  {
    name: STOP_SELLING,
    title: "Stop selling there",
    does: "Everything that the channel still sells of the item is put aside.",
    undo: "possible",
  },
];
