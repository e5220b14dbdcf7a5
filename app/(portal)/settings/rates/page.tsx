import { api } from "#app/trpc/server.tsx";
import { Card } from "#app/ui/card.tsx";
import { personInWorkspace, SettingsFrame } from "../settings-frame.tsx";
import { RateForm } from "./rate-form.tsx";
import { RateTable } from "./rate-table.tsx";

export const metadata = { title: "Rates" };

/** What an hour of work costs, fully loaded, by role. */
export default function RatesPage({ searchParams }: { searchParams: Promise<{ role?: string | string[] }> }) {
  return (
    <SettingsFrame
      href="/settings/rates"
      detail="What an hour of work costs, fully loaded: pay, taxes, benefits, and the desk it is done at. Every amount of money in the audit and the ROI model rests on these."
    >
      {async () => {
        const [{ workspace }, { currency, rates }, { role }] = await Promise.all([
          personInWorkspace(),
          (await api()).rates.list(),
          searchParams,
        ]);
        const mayUpdate = workspace.permissions.includes("rates.update");
        const edited = rates.find((rate) => rate.role === role) ?? null;
        return (
          <div className="grid gap-6">
            <RateTable rates={rates} currency={currency} locale={workspace.locale} mayUpdate={mayUpdate} />
            {mayUpdate ? (
              <Card
                title={edited ? `Change the rate: ${edited.role}` : "Set a rate"}
                detail="A role named here has its own rate; all others follow the default."
              >
                <RateForm key={edited?.role ?? ""} edited={edited} currency={currency} />
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
