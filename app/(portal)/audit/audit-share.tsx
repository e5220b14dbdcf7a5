"use client";
import { lazy, Suspense, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Dialog, openDialog } from "#app/ui/dialog.tsx";

const AuditShareForm = lazy(() => import("./audit-share-form.tsx"));
const ID = "share-audit";

/** Opens the links to an audit; what they need comes when they are opened, and a new link is forgotten when they are closed. */
export function AuditShare({ auditId }: { auditId: string }) {
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
      <Dialog id={ID} title="Share this audit" onClose={() => setOpen(false)}>
        {open && (
          <Suspense fallback={<div className="skeleton h-40" />}>
            <AuditShareForm auditId={auditId} />
          </Suspense>
        )}
      </Dialog>
    </>
  );
}
