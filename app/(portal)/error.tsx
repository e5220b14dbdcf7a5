"use client";
import { PageError } from "#app/ui/feedback/page-error.tsx";

/** A page failed; the navigation around it still works. */
export default function PortalError(props: { error: unknown; retry: () => void }) {
  return <PageError {...props} />;
}
