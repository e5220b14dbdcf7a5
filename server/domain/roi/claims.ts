/** What the claim of an automation needs: its workflow and its shares, 0..1. */
export type Claim = { workflowId: string; automatableShare: number; overlapShare: number };

/**
 * Share of its workflow's minutes each automation may call its own; a minute is claimed once.
 *
 * In the order given, an automation takes its automatable share less its stated overlap, as far as earlier automations of the same workflow
 * left something. Per workflow the shares add up to at most 1, so saved minutes never exceed measured ones.
 */
export function claimedShares(claims: readonly Claim[]): number[] {
  const takenByWorkflow = new Map<string, number>();
  return claims.map((claim) => {
    const taken = takenByWorkflow.get(claim.workflowId) ?? 0;
    const own = Math.max(0, Math.min(claim.automatableShare * (1 - claim.overlapShare), 1 - taken));
    takenByWorkflow.set(claim.workflowId, taken + own);
    return own;
  });
}
