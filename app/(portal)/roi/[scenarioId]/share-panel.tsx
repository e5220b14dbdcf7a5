"use client";
import { lazy, Suspense, useState } from "react";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog, openDialog } from "#app/ui/dialog.tsx";

const ShareForm = lazy(() => import("./share-form.tsx"));
const ID = "share-scenario";

/** Opens the links of a case; what they need comes when they are opened, and a new link is forgotten when they are closed. */
export function SharePanel({ scenarioId, shares }: { scenarioId: string; shares: RouterOutputs["shares"]["list"] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          openDialog(ID);
        }}
      >
        Share
      </Button>
      <Dialog id={ID} title="Share this case" onClose={() => setOpen(false)}>
        {open && (
          <Suspense fallback={<div className="skeleton h-40" />}>
            <ShareForm scenarioId={scenarioId} shares={shares} />
          </Suspense>
        )}
      </Dialog>
    </>
  );
}
