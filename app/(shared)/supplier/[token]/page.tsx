import { notFound } from "next/navigation";
import { linkToken } from "#app/(welcome)/link-token.ts";
import { api, refusalOf } from "#app/trpc/server.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { AnswerGiven } from "./answer-given.tsx";
import { ReplyForm } from "./reply-form.tsx";

export const metadata = { title: "Purchase order", referrer: "no-referrer", robots: { index: false, follow: false } } as const;

/** One order for the supplier that holds the link, to confirm or to change; a link that does not hold looks like one that never was. */
export default async function SupplierPage({ params }: { params: Promise<{ token: string }> }) {
  const token = linkToken((await params).token);
  if (token === null) notFound();
  const opened = await refusalOf((await api()).asks.open({ token }));
  if ("refused" in opened) notFound();
  const { workspaceName, demo, locale, timeZone, currency, number, wants, lines, expiresAt, answered } = opened.value;
  return (
    <FormatProvider format={{ locale, timeZone, currency }}>
      <p className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-soft">
        {demo && <Badge tone="warn">Demo data</Badge>}
        <span>
          {workspaceName} · this page closes <DateTime at={expiresAt} full />
        </span>
      </p>
      <h1 className="mb-2 text-2xl font-semibold tracking-tight">Purchase order {number}</h1>
      {answered === null ? (
        <>
          <p className="mb-6 max-w-[60ch] text-pretty">{wants}</p>
          <ReplyForm token={token} lines={lines} today={new Date().toLocaleDateString("sv-SE", { timeZone })} />
        </>
      ) : (
        <AnswerGiven lines={lines} answered={answered} />
      )}
    </FormatProvider>
  );
}
