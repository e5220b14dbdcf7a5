"use client";
import { SendButton } from "#app/trpc/send-button.tsx";

/** Days that were not audited yet, and the button that has them audited. */
export function AuditDays({ days, mayRun }: { days: readonly string[]; mayRun: boolean }) {
  return (
    <div className="mb-6 flex flex-wrap items-center gap-3">
      <p>The log was not audited as of {days.join(" and ")} yet.</p>
      {mayRun && (
        <SendButton
          variant="primary"
          work={async (client) => {
            for (const day of days) await client.audit.request.mutate({ day });
          }}
        >
          {days.length === 1 ? "Audit the log as of this day" : "Audit the log as of both days"}
        </SendButton>
      )}
    </div>
  );
}

/** For what came in about a past day since it was audited. */
export function AuditDayAgain({ day }: { day: string }) {
  return (
    <SendButton size="small" work={(client) => client.audit.request.mutate({ day })}>
      Audit this day again
    </SendButton>
  );
}
