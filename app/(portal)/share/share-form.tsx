"use client";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { textOf } from "#app/(welcome)/form-text.ts";
import { browserClient } from "#app/trpc/browser-client.ts";
import { send } from "#app/trpc/send.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Button } from "#app/ui/button.tsx";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { LinkOnce } from "../settings/people/link-once.tsx";
import { useAction } from "../settings/use-action.ts";
import { linksTo, makeLink, SHARED, type SharedThing } from "./shared-thing.ts";

const DAYS = [
  { value: "1", label: "One day" },
  { value: "7", label: "One week" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
] as const;

const STATE = {
  open: { tone: "good", label: "open" },
  expired: { tone: "neutral", label: "ended" },
  revoked: { tone: "neutral", label: "taken back" },
} as const;

/** Makes links that show a thing to people without an account, and what has become of those made before. */
export default function ShareForm({ thing }: { thing: SharedThing }) {
  const { data: links, error, refetch } = useQuery({ queryKey: ["links to", thing], queryFn: () => linksTo(browserClient(), thing) });
  const { run, pending } = useAction();
  const [made, setMade] = useState<{ shareId: string; link: string } | null>(null);
  return (
    <div className="grid gap-4">
      <p className="text-pretty text-soft">Whoever holds the link sees {SHARED[thing.noun].sees}.</p>
      {made ? (
        <LinkOnce detail="Send it to those who are to see it." link={made.link} />
      ) : (
        <Form
          id="share-form"
          onSend={(values) =>
            send(async (client) => {
              setMade(await makeLink(client, thing, Number(textOf(values, "days"))));
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
      {error && (
        <p className="text-sm">
          The links made so far cannot be shown now.{" "}
          <Button size="small" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      )}
      {links && links.length > 0 && (
        <section aria-label="Links made so far">
          <h3 className="font-medium">Links made so far</h3>
          <ul className="mt-1 divide-y divide-line">
            {links.map((link) => (
              <li key={link.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
                <span className="min-w-0 flex-1">
                  {typeof link.subjectVersion === "number" && `Version ${link.subjectVersion}, `}by {link.createdBy}, until{" "}
                  <DateTime at={link.expiresAt} full />
                </span>
                <Badge tone={STATE[link.state].tone}>{STATE[link.state].label}</Badge>
                {link.state === "open" && (
                  <Button
                    size="small"
                    pending={pending}
                    onClick={() =>
                      void run(async (client) => {
                        await client.shares.revoke.mutate({ shareId: link.id });
                        // What opens nothing is not offered for sending.
                        if (link.id === made?.shareId) setMade(null);
                      }, "The link opens nothing any more.").then(() => refetch())
                    }
                  >
                    Take back
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
