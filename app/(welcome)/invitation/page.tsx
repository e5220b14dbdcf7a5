import { api, currentPerson, refusalOf } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { linkToken } from "../link-token.ts";
import { WelcomeHeading } from "../welcome-heading.tsx";
import { AcceptForm } from "./accept-form.tsx";
import { JoinButton } from "./join-button.tsx";
import { SignOutButton } from "./sign-out-button.tsx";

export const metadata = { title: "Invitation", referrer: "no-referrer" } as const;

/** Where an invitation leads: a new person gets an account, a known one signs in and joins. */
export default async function InvitationPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const token = linkToken((await searchParams).token);
  const caller = await api();
  const [invitation, person] = await Promise.all([token ? refusalOf(caller.people.invitation({ token })) : null, currentPerson()]);
  if (token === null || invitation === null || "refused" in invitation) {
    return (
      <>
        <WelcomeHeading title={invitation && "refused" in invitation ? invitation.refused.title : "The invitation link is not whole"}>
          {invitation && "refused" in invitation ? invitation.refused.mend : "Copy it once more from the letter, to its last character."}
        </WelcomeHeading>
        <LinkButton href="/sign-in" className="w-fit">
          Go to sign-in
        </LinkButton>
      </>
    );
  }
  const { workspaceName, email, invitedBy, hasAccount } = invitation.value;
  const signedIn = person && !person.user.demo ? person.user.email : null;
  return (
    <>
      <WelcomeHeading title={`Join ${workspaceName}`}>
        {invitedBy ? `${invitedBy} invites ${email}.` : `The invitation is for ${email}.`}
      </WelcomeHeading>
      {signedIn === email ? (
        <JoinButton token={token} workspaceName={workspaceName} />
      ) : signedIn ? (
        <SignOutButton signedIn={signedIn} invited={email} />
      ) : hasAccount ? (
        <div className="grid gap-3">
          <p>This address has an account. Sign in to join.</p>
          <LinkButton href={`/sign-in?to=${encodeURIComponent(`/invitation?token=${token}`)}`} variant="primary" className="w-fit">
            Sign in to join
          </LinkButton>
        </div>
      ) : (
        <AcceptForm token={token} email={email} />
      )}
    </>
  );
}
