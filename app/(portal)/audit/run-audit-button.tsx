"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";

/** Starts a new audit; the page then shows its progress. */
export function RunAuditButton() {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function run() {
    setPending(true);
    const problem = await sendOrSay((client) => client.audit.request.mutate({}));
    setWrong(problem ?? null);
    setPending(false);
    if (!problem) router.refresh();
  }
  return (
    <>
      <Button size="small" pending={pending} onClick={() => void run()}>
        Audit again
      </Button>
      {wrong && (
        <span role="alert" className="text-danger">
          {wrong}
        </span>
      )}
    </>
  );
}
