"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { browserClient } from "#app/trpc/browser-client.ts";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";

/** An automation, or the playbook of which one is to be made first. */
type Of = { automationId: string } | { playbook: string };

/** Drafts rules from what people decided; the draft opens in the editor when it is there, and nothing is kept before it is saved. */
export function LearnRules({ of, label = "Draft rules from what people decided" }: { of: Of; label?: string }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  async function learn() {
    setPending(true);
    const wrong = await sendOrSay(async () => {
      const { automations } = browserClient();
      const { automationId } = "playbook" in of ? await automations.create.mutate({ playbook: of.playbook }) : of;
      const { jobRunId } = await automations.draftFromDecisions.mutate({ automationId });
      if (jobRunId !== null) router.push(`/automations/${automationId}?draft=${jobRunId}`);
    });
    setPending(false);
    if (wrong) showToast(wrong, { tone: "danger" });
  }
  return (
    <Button size="small" pending={pending} onClick={() => void learn()}>
      {label}
    </Button>
  );
}
