import { notFound } from "next/navigation";
import { linkToken } from "#app/(welcome)/link-token.ts";
import { AutomationValue } from "#app/(portal)/value/automation-value.tsx";
import { api, refusalOf } from "#app/trpc/server.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";

export const metadata = { title: "Shared value", referrer: "no-referrer", robots: { index: false, follow: false } } as const;

/** What the automations brought, for whoever holds the link; a link that does not hold looks like one that never was. */
export default async function SharedValuePage({ params }: { params: Promise<{ token: string }> }) {
  const token = linkToken((await params).token);
  if (token === null) notFound();
  const opened = await refusalOf((await api()).value.openShared({ token }));
  if ("refused" in opened) notFound();
  const { workspaceName, demo, locale, timeZone, currency, asOf, expiresAt, automations } = opened.value;
  return (
    <FormatProvider format={{ locale, timeZone, currency }}>
      <p className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-soft">
        {demo && <Badge tone="warn">Demo data</Badge>}
        <span>
          {workspaceName} · as of <DateTime at={asOf} /> · this link ends <DateTime at={expiresAt} full />
        </span>
      </p>
      <h1 className="mb-6 text-2xl font-semibold tracking-tight">What the automations brought</h1>
      {automations.length === 0 && <p className="text-soft">None acts yet.</p>}
      {automations.map((value) => (
        <AutomationValue key={`${value.name} ${value.workflow}`} value={value} />
      ))}
    </FormatProvider>
  );
}
