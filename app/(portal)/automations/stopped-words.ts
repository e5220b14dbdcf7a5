/** What a person wrote, closed before the next sentence begins. */
export const asSentence = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

type Approved = { waits: number; stop: { by: string; reason: string; all: boolean } | null };

/** What is said once some decisions were approved: that they are carried out, or that they wait, for whom and why. */
export function approvedWords(decisions: number, { waits, stop }: Approved): string {
  const [approved, are] = decisions === 1 ? ["Approved.", "It is"] : [`${decisions} approved.`, "They are"];
  if (stop === null || waits === 0) return `${approved} ${are} being carried out.`;
  const waiting =
    waits >= decisions ? (decisions === 1 ? "It waits" : "They wait") : waits === 1 ? "1 of them waits" : `${waits} of them wait`;
  const stopped = stop.all ? `${stop.by} stopped all automations` : `${stop.by} stopped this automation`;
  return `${approved} ${waiting} until the stop is lifted: ${stopped}: ${asSentence(stop.reason)}`;
}
