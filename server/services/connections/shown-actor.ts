import type { Services } from "#server/context.ts";
import { pseudonym } from "../audit/pseudonym.ts";

/** An account as pages show it: people by a pseudonym, as everywhere; apps and rules by their titles. */
export const shownActor = (
  { settings, workspaceId }: Pick<Services, "settings"> & { workspaceId: string },
  { actor, kind }: { actor: string; kind: string },
): string => (kind === "person" || kind === "unknown" ? pseudonym(settings.secret, workspaceId, actor) : actor);
