"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { Button } from "#app/ui/button.tsx";
import type { ButtonLook } from "#app/ui/button-class.ts";
import { sendOrSay } from "./send.ts";

type SendButtonProps = ButtonLook & {
  work: Parameters<typeof sendOrSay>[0];
  /** The page to open once it is done; this one, as it then is, without it. */
  to?: string;
  "aria-label"?: string;
  children: string;
};

/** A button that does one thing at the server. What goes wrong stands beside it. */
export function SendButton({ work, to, children, ...look }: SendButtonProps) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function press() {
    setPending(true);
    const problem = await sendOrSay(work);
    setWrong(problem ?? null);
    setPending(false);
    if (problem) return;
    if (to) router.push(to);
    router.refresh();
  }
  return (
    <>
      <Button {...look} pending={pending} onClick={() => void press()}>
        {children}
      </Button>
      {wrong && (
        <span role="alert" className="block text-sm text-pretty text-danger">
          {wrong}
        </span>
      )}
    </>
  );
}
