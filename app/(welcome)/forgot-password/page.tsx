import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import { WelcomeHeading } from "../welcome-heading.tsx";
import { ForgotPasswordForm } from "./forgot-password-form.tsx";

export const metadata = { title: "Forgot password" };

/** A link for a new password, by mail where mail is set up. */
export default async function ForgotPasswordPage() {
  const { mail } = await (await api()).people.setUpState();
  return (
    <>
      <WelcomeHeading title="Choose a new password">
        {mail
          ? "Enter your address. If it has an account, a link comes by e-mail and holds for an hour."
          : "This installation sends no e-mail. Ask an owner or admin of your workspace for a link: they make it under Settings, People."}
      </WelcomeHeading>
      {mail && <ForgotPasswordForm />}
      <p className="mt-6">
        <Link href="/sign-in" className="inline-flex min-h-6 items-center">
          Back to sign-in
        </Link>
      </p>
    </>
  );
}
