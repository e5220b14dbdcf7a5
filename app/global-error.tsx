"use client";
import { PageError } from "./ui/feedback/page-error.tsx";
import "./globals.css";

/** The root layout itself failed, so this draws its own document. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Slipstream</title>
        <main className="mx-auto max-w-160 px-4 py-16">
          <PageError {...props} />
        </main>
      </body>
    </html>
  );
}
