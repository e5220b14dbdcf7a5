/** How much an automation let through in the last hour. */
export type Passed = { records: number; moneyMinor: number };

/**
 * Why an act has to wait for a person though the automation may act: too many records or too much money within an hour, or a case that
 * automations keep working on. null when it may go on.
 *
 * @param riskMinor of this act; null is unknown, and counts as nothing here
 * @param actsOnCase acts of all automations on the case within a day
 */
export function brakeReason(
  { passed, riskMinor, actsOnCase }: { passed: Passed; riskMinor: number | null; actsOnCase: number },
  limits: { records: number; moneyMinor: number },
): string | null {
  if (actsOnCase >= MOST_ACTS_ON_CASE)
    return `Automations acted on this case ${actsOnCase} times within a day: they may be working against each other.`;
  if (passed.records >= limits.records) return `${passed.records} records within an hour: beyond ${limits.records} a person has to say so.`;
  if (passed.moneyMinor + (riskMinor ?? 0) > limits.moneyMinor)
    return "More money within an hour than this automation may decide on: a person has to say so.";
  return null;
}

/** A case needs one or two acts; a third is seen after a reply. Beyond that two automations are at work on one another. */
export const MOST_ACTS_ON_CASE = 3;

/** Whether a case is left to people for comparison: always the same answer for the same case. */
export function isHeldOut(caseId: string, automationId: string, share: number): boolean {
  return share > 0 && hash(`${automationId}/${caseId}`) / 0x1_0000_0000 < share;
}

/** 32 bits. Source: FNV-1a, Fowler, Noll, Vo; with the finaliser of MurmurHash3, since FNV's high bits are poor for like texts. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
