import * as z from "zod";

const Named = z.object({ name: z.string() });

/** The name of who saved a row, from the actor kept with it. */
export const savedByName = (actor: unknown): string => Named.parse(actor).name;
