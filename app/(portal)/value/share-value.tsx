"use client";
import { lazy, Suspense, useState } from "react";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog, openDialog } from "#app/ui/dialog.tsx";

const ShareValueForm = lazy(() => import("./share-value-form.tsx"));
const ID = "share-value";

/** Opens the links to the value; a new link is forgotten when they are closed. */
export function ShareValue({ shares }: { shares: RouterOutputs["value"]["shares"] }) {
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
      <Dialog id={ID} title="Share the value" onClose={() => setOpen(false)}>
        {open && (
          <Suspense fallback={<div className="skeleton h-40" />}>
            <ShareValueForm shares={shares} />
          </Suspense>
        )}
      </Dialog>
    </>
  );
}
