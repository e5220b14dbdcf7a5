"use client";
import { Button, LinkButton } from "../button.tsx";
import { ErrorState } from "./error-state.tsx";

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
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <LinkButton href="/">To the first page</LinkButton>
        </>
      }
    />
  );
}
