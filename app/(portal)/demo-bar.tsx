"use client";
import { useState } from "react";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";

/** Says on every page of the demo that its data is made up; one press deletes it. */
export function DemoBar({ own }: { own: { label: string; href: string } | null }) {
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function erase() {
    setPending(true);
    const problem = await sendOrSay((client) => client.workspaces.eraseDemo.mutate());
    if (!problem) return location.assign("/");
    setWrong(problem);
    setPending(false);
  }

  return (
    <section
      aria-label="Demo"
      className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-warn-soft px-3.5 py-2.5"
    >
      <p className="min-w-[min(16rem,100%)] flex-1 text-pretty">
        <b className="font-semibold">This is the demo shop.</b> Its orders and people are made up; nothing here leaves this machine.
      </p>
      {own && (
        <LinkButton href={own.href} size="small">
          {own.label}
        </LinkButton>
      )}
      <Button size="small" pending={pending} onClick={() => void erase()}>
        Delete the demo
      </Button>
      {wrong && (
        <p role="alert" className="w-full text-danger">
          {wrong}
        </p>
      )}
    </section>
  );
}
