import { redirect } from "next/navigation";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { WelcomeHeading } from "../welcome-heading.tsx";
import { ownPath } from "../own-path.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata = { title: "Sign in" };

/** Sign-in; afterwards the page that was asked for. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const to = ownPath((await searchParams).to);
  const person = await currentPerson();
  if (person && !person.user.demo) redirect(to);
  const { needed } = await (await api()).people.setUpState();
  if (needed) redirect("/");
  return (
    <>
      <WelcomeHeading title="Sign in" />
      <SignInForm to={to} />
    </>
  );
}
