import type { ReactNode } from "react";

/** What a welcome page asks for, and why in a sentence. */
export function WelcomeHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mb-6">
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      {children && <p className="mt-2 text-pretty text-soft">{children}</p>}
    </div>
  );
}
