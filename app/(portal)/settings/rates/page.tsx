import { api } from "#app/trpc/server.tsx";
import { Card } from "#app/ui/card.tsx";
import { localParts, zoneClock } from "#server/domain/event-log/time-zone.ts";
import { personInWorkspace, SettingsFrame } from "../settings-frame.tsx";
import { RateForm } from "./rate-form.tsx";
import { RateTable } from "./rate-table.tsx";

export const metadata = { title: "Rates" };

type Edited = { role?: string | string[]; from?: string | string[] };

/** What an hour of work costs, fully loaded, by role and from which day on. */
export default function RatesPage({ searchParams }: { searchParams: Promise<Edited> }) {
  return (
    <SettingsFrame
      href="/settings/rates"
      detail="What an hour of work costs, fully loaded: pay, taxes, benefits, and the desk it is done at. Every amount of money in the audit and the ROI model rests on these. An audit of a past day takes the rates of that day."
    >
      {async () => {
        const caller = await api();
        const [{ workspace }, { currency, rates }, { audit }, { role, from }] = await Promise.all([
          personInWorkspace(),
          caller.rates.list(),
          caller.audit.get({}),
          searchParams,
        ]);
        const { day } = localParts(new Date().getTime(), zoneClock(workspace.timeZone));
        const today = new Date(day * 86_400_000).toISOString().slice(0, 10);
        const roles = audit?.report.roles.flatMap((known) => known.role ?? []) ?? null;
        const mayUpdate = workspace.permissions.includes("rates.update");
        const edited = rates.find((rate) => rate.role === role && rate.effectiveFrom === (from ?? null)) ?? null;
        return (
          <div className="grid gap-6">
            <RateTable rates={rates} currency={currency} today={today} mayUpdate={mayUpdate} />
            {mayUpdate ? (
              <Card
                title={edited ? `Change the rate: ${edited.role}` : "Set a rate"}
                detail="A role named here has its own rate; all others follow the default. Where pay changes, set the new rate with the day from which it holds."
              >
                <RateForm key={edited?.id ?? ""} edited={edited} roles={roles} currency={currency} />
              </Card>
            ) : (
              <p className="text-soft">An owner or admin can change the rates.</p>
            )}
          </div>
        );
      }}
    </SettingsFrame>
  );
}
