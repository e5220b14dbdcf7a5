"use client";
import { SendButton } from "#app/trpc/send-button.tsx";

/** Starts a new audit; the page then shows its progress. */
export function RunAuditButton() {
  return (
    <SendButton size="small" work={(client) => client.audit.request.mutate({})}>
      Audit again
    </SendButton>
  );
}
