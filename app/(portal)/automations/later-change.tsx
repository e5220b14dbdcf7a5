import { Link } from "#app/ui/link.tsx";

/** The way to a later change of ours, on which one that was to be taken back waits. */
export function LaterChange({ later: { effectId, decisionId } }: { later: { effectId: string; decisionId: string } }) {
  return (
    <Link
      href={`/automations/decision/${decisionId}#${effectId}`}
      className="inline-block min-h-6 text-accent underline underline-offset-2"
    >
      The later change
    </Link>
  );
}
