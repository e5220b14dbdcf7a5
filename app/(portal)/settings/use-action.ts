"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";

type Work = Parameters<typeof sendOrSay>[0];

/** Does something from a button or menu: says what came of it, and shows the page as it then is. */
export function useAction() {
  const router = useRouter();
  const [pending, setPending] = useState(false);

  /** @returns what went wrong, if anything; it has been said already */
  async function run(work: Work, done: string, { undo }: { undo?: Work } = {}): Promise<string | void> {
    setPending(true);
    try {
      const wrong = await sendOrSay(work);
      if (wrong) showToast(wrong, { tone: "danger" });
      else showToast(done, undo ? { undo: () => void run(undo, "Taken back.") } : {});
      router.refresh();
      return wrong;
    } finally {
      setPending(false);
    }
  }
  return { run, pending };
}
