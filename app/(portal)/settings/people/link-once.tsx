"use client";
import { useRef, useState } from "react";
import { Button } from "#app/ui/button.tsx";

/** A secret link, shown to the one who made it and never again. */
export function LinkOnce({ detail, link }: { detail: string; link: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState("");

  async function copy() {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link);
      setCopied("Copied.");
    } catch {
      // Browsers offer the clipboard over https and on this machine only; the link is selected at least.
      setCopied("Press Ctrl or Cmd and C to copy.");
    }
  }

  return (
    <div>
      <p className="text-pretty text-soft">{detail} It is shown this once.</p>
      <div className="mt-3 flex flex-wrap items-center gap-2.5">
        <input
          ref={field}
          aria-label="Link"
          readOnly
          value={link}
          className="control min-w-0 flex-1 basis-60"
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void copy()}>Copy</Button>
      </div>
      <output className="mt-1 block min-h-5 text-sm">{copied}</output>
    </div>
  );
}
