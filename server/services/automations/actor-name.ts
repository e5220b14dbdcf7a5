import * as z from "zod";

const Named = z.object({ name: z.string() });

/** The name of whoever made a change, as it was then. */
export const actorName = (actor: unknown): string => Named.safeParse(actor).data?.name ?? "unknown";
