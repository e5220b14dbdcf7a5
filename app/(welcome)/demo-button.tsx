"use client";
import { useState } from "react";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";

/** One press into the demo shop. */
export function DemoButton() {
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function enter() {
    setPending(true);
    const problem = await sendOrSay((client) => client.workspaces.enterDemo.mutate());
    if (!problem) return location.assign("/overview");
    setWrong(problem);
    setPending(false);
  }

  return (
    <>
      <Button variant="primary" className="min-h-11" pending={pending} onClick={() => void enter()}>
        Look at the demo shop
      </Button>
      {wrong && (
        <p role="alert" className="text-danger">
          {wrong}
        </p>
      )}
    </>
  );
}
