import type * as z from "zod";
import { ShipBobMetadata } from "./account.js";

/** What a function needs of Nango to remember: the metadata is the only thing that outlives a run. */
export type Remembering = {
  getMetadata: () => Promise<unknown>;
  updateMetadata: (known: z.infer<typeof ShipBobMetadata>) => Promise<unknown>;
};

const MOST_KEPT = 1_000; // the newest; the sync reads each of them within minutes

/**
 * Notes that we are about to do something, before it is sent, since a run may be killed; and again when it is done, with the time that
 * ShipBob gave it. `what`: shipment:88001, return:REF, withdrawn-return:REF, receiving:55.
 */
export async function rememberOwnAct(nango: Remembering, what: string, atIso: string | null = null): Promise<void> {
  const atMs = atIso === null ? Date.now() : Date.parse(atIso);
  await nango.updateMetadata({ ownActs: [...(await others(nango, what)), `${what}@${atMs}`].slice(-MOST_KEPT).join(",") });
}

/** When ShipBob has refused it: then what happens next is somebody else's. */
export async function forgetOwnAct(nango: Remembering, what: string): Promise<void> {
  await nango.updateMetadata({ ownActs: (await others(nango, what)).join(",") });
}

async function others(nango: Remembering, what: string): Promise<string[]> {
  const { ownActs = "" } = ShipBobMetadata.safeParse(await nango.getMetadata()).data ?? {};
  return ownActs.split(",").filter((entry) => entry !== "" && !entry.startsWith(`${what}@`));
}
