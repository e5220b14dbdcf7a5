"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";

/** Makes the plan from the newest audit and opens it. */
export function MakePlanButton({ primary = true, children }: { primary?: boolean; children: string }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function make() {
    setPending(true);
    const problem = await sendOrSay((client) => client.rollout.make.mutate({}));
    setWrong(problem ?? null);
    setPending(false);
    if (problem) return;
    router.push("/roadmap");
    router.refresh();
  }
  return (
    <>
      <Button variant={primary ? "primary" : "secondary"} pending={pending} onClick={() => void make()}>
        {children}
      </Button>
      {wrong && (
        <span role="alert" className="text-danger">
          {wrong}
        </span>
      )}
    </>
  );
}
