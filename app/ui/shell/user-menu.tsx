"use client";
import LogOut from "lucide-react/icons/log-out";
import UserRound from "lucide-react/icons/user-round";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { showToast } from "../feedback/toast-store.ts";
import { Menu } from "../menu.tsx";

/** Who is signed in; account and sign-out. */
export function UserMenu({ user }: { user: { name: string; email: string; role: string } }) {
  return (
    <Menu
      label="Account"
      align="start"
      className="flex min-h-11 w-full items-center gap-2.5 rounded-md px-2.5 py-1 text-start hover:bg-fill"
      face={
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate">{user.name}</span>
            <span className="block truncate text-xs text-soft">{user.role}</span>
          </span>
          <span className="sr-only">: account</span>
          <ChevronsUpDown className="size-3.5 shrink-0 text-soft" />
        </>
      }
      items={[
        { label: "Your account", href: "/settings/account", icon: <UserRound /> },
        { divider: true },
        { label: "Sign out", onSelect: () => void leave(), icon: <LogOut /> },
      ]}
    />
  );
}

async function leave(): Promise<void> {
  const { signOut } = await import("#app/trpc/session-actions.ts");
  const wrong = await signOut();
  if (wrong) showToast(wrong, { tone: "danger" });
}
