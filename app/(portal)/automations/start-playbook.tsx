"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { browserClient } from "#app/trpc/browser-client.ts";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";

/** Makes an automation of a playbook and opens it. */
export function StartPlaybook({ playbook, title, primary }: { playbook: string; title: string; primary: boolean }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  async function start() {
    setPending(true);
    const wrong = await sendOrSay(async () => {
      const { automationId } = await browserClient().automations.create.mutate({ playbook });
      router.push(`/automations/${automationId}`);
    });
    setPending(false);
    if (wrong) showToast(wrong, { tone: "danger" });
  }
  return (
    <Button variant={primary ? "primary" : "secondary"} pending={pending} onClick={() => void start()}>
      Start {title.charAt(0).toLowerCase() + title.slice(1)}
    </Button>
  );
}
