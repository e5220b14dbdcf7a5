"use client";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { textOf } from "#app/(welcome)/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { send } from "#app/trpc/send.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Button } from "#app/ui/button.tsx";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { LinkOnce } from "../settings/people/link-once.tsx";
import { useAction } from "../settings/use-action.ts";

const DAYS = [
  { value: "7", label: "One week" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
] as const;

const STATE = {
  open: { tone: "good", label: "open" },
  expired: { tone: "neutral", label: "ended" },
  revoked: { tone: "neutral", label: "taken back" },
} as const;

/** Makes links that show an audit to people without an account, and what has become of them. */
export default function AuditShareForm({ auditId }: { auditId: string }) {
  const { data: shares = [], refetch } = useQuery(useTRPC().shares.ofAudit.queryOptions({ auditId }));
  const { run, pending } = useAction();
  const [made, setMade] = useState<string | null>(null);
  return (
    <div className="grid gap-4">
      <p className="text-pretty text-soft">
        Whoever holds the link sees the workflows of this audit with their hours and dollars, read only, without an account: how each figure
        came about, and nothing of the people, the events or the rest of the workspace.
      </p>
      {made ? (
        <LinkOnce detail="Send it to those who are to see it." link={made} />
      ) : (
        <Form
          id="share-audit-form"
          onSend={(values) =>
            send(async (client) => {
              const { link } = await client.shares.createForAudit.mutate({ auditId, days: Number(textOf(values, "days")) });
              setMade(link);
              await refetch();
            })
          }
        >
          <SelectField name="days" label="It holds for" options={DAYS} defaultValue="30" />
          <div>
            <SubmitButton>Make a link</SubmitButton>
          </div>
        </Form>
      )}
      {shares.length > 0 && (
        <ul aria-label="Links made before" className="divide-y divide-line">
          {shares.map((share) => (
            <li key={share.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
              <span className="min-w-0 flex-1">
                By {share.createdBy}, until <DateTime at={share.expiresAt} />
              </span>
              <Badge tone={STATE[share.state].tone}>{STATE[share.state].label}</Badge>
              {share.state === "open" && (
                <Button
                  size="small"
                  pending={pending}
                  onClick={() =>
                    void run((client) => client.shares.revoke.mutate({ shareId: share.id }), "The link opens nothing any more.").then(() =>
                      refetch(),
                    )
                  }
                >
                  Take back
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
