import { notFound } from "next/navigation";
import { linkToken } from "#app/(welcome)/link-token.ts";
import { viewSimulation } from "#app/(portal)/roi/case/simulation-view.ts";
import { api, refusalOf } from "#app/trpc/server.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { monteCarlo } from "#server/domain/roi/monte-carlo.ts";
import { SharedCase } from "./shared-case.tsx";

export const metadata = { title: "Shared case", referrer: "no-referrer", robots: { index: false, follow: false } } as const;

/** One version of a case for whoever holds the link; a link that does not hold looks like one that never was. */
export default async function SharedPage({ params }: { params: Promise<{ token: string }> }) {
  const token = linkToken((await params).token);
  if (token === null) notFound();
  const opened = await refusalOf((await api()).shares.open({ token }));
  if ("refused" in opened) notFound();
  const { scenario, workspaceName, demo, locale, timeZone, version, savedAt, expiresAt } = opened.value;
  return (
    <FormatProvider format={{ locale, timeZone, currency: scenario.currency }}>
      <p className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-soft">
        {demo && <Badge tone="warn">Demo data</Badge>}
        <span>
          {workspaceName} · {scenario.name} · version {version} of <DateTime at={savedAt} /> · this link ends{" "}
          <DateTime at={expiresAt} full />
        </span>
      </p>
      <SharedCase scenario={scenario} simulation={viewSimulation(scenario, monteCarlo(scenario))} />
    </FormatProvider>
  );
}
