import { redirect } from "next/navigation";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { WelcomeHeading } from "./welcome-heading.tsx";
import { DemoButton } from "./demo-button.tsx";

/** Where everybody arrives. The first time it asks one question; later it leads on. */
export default async function FirstPage() {
  if (await currentPerson()) redirect("/overview");
  const { needed, allowedHere, demoOffered } = await (await api()).people.setUpState();
  if (!needed) redirect("/sign-in");
  return (
    <>
      <WelcomeHeading title="How do you want to begin?">
        Slipstream finds the manual work in your operation from the systems you already use, prices it, and orders its removal.
      </WelcomeHeading>
      {allowedHere ? (
        <div className="grid gap-3">
          {demoOffered && <DemoButton />}
          <LinkButton href="/set-up" variant={demoOffered ? "secondary" : "primary"} className="min-h-11">
            Set up my own workspace
          </LinkButton>
          {demoOffered && (
            <p className="text-sm text-pretty text-soft">
              The demo needs no account, stays on this machine, and is deleted with one press.
            </p>
          )}
        </div>
      ) : (
        <p className="text-pretty">
          Nobody has set up this installation yet. Open the set-up link that was printed where Slipstream was started, or open this page on
          that machine.
        </p>
      )}
    </>
  );
}
