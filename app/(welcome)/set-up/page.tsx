import { redirect } from "next/navigation";
import { api } from "#app/trpc/server.tsx";
import { WelcomeHeading } from "../welcome-heading.tsx";
import { currencyChoices, timeZoneChoices } from "../workspace-choices.ts";
import { SetUpForm } from "./set-up-form.tsx";

export const metadata = { title: "Set up" };

/** The first owner and the first workspace. */
export default async function SetUpPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { needed, allowedHere } = await (await api()).people.setUpState();
  if (!needed) redirect("/sign-in");
  const { token } = await searchParams;
  const setUpToken = typeof token === "string" ? token : null;
  return (
    <>
      <WelcomeHeading title="Set up your workspace">You become its owner. Everything here can be changed later.</WelcomeHeading>
      {allowedHere || setUpToken ? (
        <SetUpForm setUpToken={setUpToken} currencies={currencyChoices()} timeZones={timeZoneChoices()} />
      ) : (
        <p className="text-pretty">
          Open the set-up link that was printed where Slipstream was started, or open this page on that machine.
        </p>
      )}
    </>
  );
}
