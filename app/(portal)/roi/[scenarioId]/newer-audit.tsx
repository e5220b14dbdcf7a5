"use client";
import { Button } from "#app/ui/button.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";

/** Says that there is a newer audit than the one the case rests on, and takes its measures over. */
export default function NewerAudit({ computedAt, onTake }: { computedAt: Date; onTake: () => void }) {
  return (
    <section aria-label="Newer audit" className="mt-6 flex flex-wrap items-center gap-3 rounded-lg border border-line bg-panel px-4.5 py-3">
      <p className="min-w-0 flex-1 text-pretty">
        The measured inputs are those of an earlier audit. There is a newer one of <DateTime at={computedAt} />.
      </p>
      <Button onClick={onTake}>Take its measures over</Button>
    </section>
  );
}
