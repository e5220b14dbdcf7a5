import { api } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { linkToken } from "../link-token.ts";
import { WelcomeHeading } from "../welcome-heading.tsx";
import { ResetPasswordForm } from "./reset-password-form.tsx";

export const metadata = { title: "New password", referrer: "no-referrer" } as const;

/** Where a reset link leads. */
export default async function ResetPasswordPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const token = linkToken((await searchParams).token);
  const valid = token !== null && (await (await api()).people.resetLinkValid({ token }));
  return valid ? (
    <>
      <WelcomeHeading title="Choose a new password">It ends every session you have, on all devices, and signs you in here.</WelcomeHeading>
      <ResetPasswordForm token={token} />
    </>
  ) : (
    <>
      <WelcomeHeading title="This link does not hold any more">It was used or has expired. Your password is as it was.</WelcomeHeading>
      <LinkButton href="/forgot-password" variant="primary" className="w-fit">
        Ask for a new link
      </LinkButton>
    </>
  );
}
