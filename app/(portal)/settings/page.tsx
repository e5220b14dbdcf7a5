import { redirect } from "next/navigation";

/** Settings open on what everybody has. */
export default function SettingsPage() {
  redirect("/settings/account");
}
