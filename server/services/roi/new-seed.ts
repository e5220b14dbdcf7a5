import { createHash } from "node:crypto";

/** One seed a workspace: its scenarios share their random numbers, so that two of them can be compared draw by draw. */
export const newSeed = (workspaceId: string): number => createHash("sha256").update(workspaceId).digest().readUInt32BE(0);
