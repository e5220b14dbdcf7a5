import { redirect } from "next/navigation";
import { currentPerson } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { WelcomeHeading } from "../welcome-heading.tsx";
import { currencyChoices, timeZoneChoices } from "../workspace-choices.ts";
import { NewWorkspaceForm } from "./new-workspace-form.tsx";

export const metadata = { title: "New workspace" };

/** A further workspace, or the first of a person who is in none any more. */
export default async function NewWorkspacePage() {
  const person = await currentPerson();
  if (!person) redirect("/sign-in?to=/new-workspace");
  return (
    <>
      <WelcomeHeading title="New workspace">
        {person.workspace
          ? "For another business or team: its own data, people and rates. You become its owner."
          : "You are in no workspace at present. Make one of your own, or ask for an invitation."}
      </WelcomeHeading>
      <NewWorkspaceForm currencies={currencyChoices()} timeZones={timeZoneChoices()} />
      {person.workspace && (
        <p className="mt-6">
          <LinkButton href="/overview" variant="quiet">
            Back to {person.workspace.name}
          </LinkButton>
        </p>
      )}
    </>
  );
}
