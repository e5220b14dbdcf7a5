import * as z from "zod";

const Kept = z.object({ type: z.string().optional(), name: z.string() });

/** How the one who did something is called, from the actor kept with it: a job of ours is Slipstream, whatever it is called inside. */
export function nameOfActor(actor: unknown): string {
  const kept = Kept.safeParse(actor).data;
  return kept === undefined || kept.type === "job" ? "Slipstream" : kept.name;
}
