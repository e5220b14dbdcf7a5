"use client";
import { PageError } from "./ui/feedback/page-error.tsx";

/** A page outside the portal, or the portal's own frame, failed. */
export default function RootError(props: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto max-w-160 px-4 py-16">
      <PageError {...props} />
    </main>
  );
}
