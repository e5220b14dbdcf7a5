"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";

/** Makes a scenario of everything the newest audit ranks, and opens it. */
export function StartFromAudit({ name }: { name: string }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function start() {
    setPending(true);
    const problem = await sendOrSay(async (client) => {
      const made = await client.roi.create.mutate({ name, start: { kind: "audit" } });
      router.push(`/roi/${made.scenarioId}`);
    });
    setWrong(problem ?? null);
    if (problem) setPending(false);
  }
  return (
    <span className="flex flex-col items-end gap-1">
      <Button variant="primary" pending={pending} onClick={() => void start()}>
        Make the case from the audit
      </Button>
      {wrong && (
        <span role="alert" className="text-danger">
          {wrong}
        </span>
      )}
    </span>
  );
}
