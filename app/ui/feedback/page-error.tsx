"use client";
import { buttonClass } from "../button-class.ts";
import { ErrorState } from "./error-state.tsx";

// Every page loads its error boundaries, so this stays off next/link; a whole new page is also the safer way out of an error.

/** What an error boundary shows: never the text of the error, which may hold what others may not read, but the id it has in the log. */
export function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : undefined;
  return (
    <ErrorState
      headingLevel={1}
      title="This page could not be shown."
      safe="Showing a page changes nothing: your data, settings and running work are as they were."
      remedy={
        digest
          ? "Try again. If it stays, give the error below to whoever runs Slipstream: it is in the log under this id."
          : "Try again. If it stays, load the page anew."
      }
      errorId={digest}
      action={
        <>
          <button type="button" className={buttonClass({ variant: "primary" })} onClick={retry}>
            Try again
          </button>
          {/* oxlint-disable-next-line next/no-html-link-for-pages -- on purpose, see above */}
          <a href="/" className={buttonClass({})}>
            To the first page
          </a>
        </>
      }
    />
  );
}
