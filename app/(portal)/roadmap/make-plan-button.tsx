"use client";
import { SendButton } from "#app/trpc/send-button.tsx";

/** Makes the plan from the newest audit and opens it. */
export function MakePlanButton({ primary = true, children }: { primary?: boolean; children: string }) {
  return (
    <SendButton variant={primary ? "primary" : "secondary"} to="/roadmap" work={(client) => client.rollout.make.mutate({})}>
      {children}
    </SendButton>
  );
}
