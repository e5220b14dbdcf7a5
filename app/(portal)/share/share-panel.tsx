"use client";
import { lazy, Suspense, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Dialog, openDialog } from "#app/ui/dialog.tsx";
import { SHARED, type SharedThing } from "./shared-thing.ts";

const ShareForm = lazy(() => import("./share-form.tsx"));
const ID = "share";

/** Opens the links to a thing; what they need comes when they are opened, and a new link is forgotten when they are closed. */
export function SharePanel({ thing }: { thing: SharedThing }) {
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
      <Dialog id={ID} title={SHARED[thing.noun].title} onClose={() => setOpen(false)}>
        {open && (
          <Suspense fallback={<div className="skeleton h-40" />}>
            <ShareForm thing={thing} />
          </Suspense>
        )}
      </Dialog>
    </>
  );
}
