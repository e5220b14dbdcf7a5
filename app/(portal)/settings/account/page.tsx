import { api } from "#app/trpc/server.tsx";
import { Card } from "#app/ui/card.tsx";
import { personInWorkspace, SettingsFrame } from "../settings-frame.tsx";
import { NameForm } from "./name-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SessionList } from "./session-list.tsx";

export const metadata = { title: "Account" };

/** One's own name, password and sessions. */
export default function AccountPage() {
  return (
    <SettingsFrame href="/settings/account" detail="Your own name, password and sessions. They are the same in every workspace you are in.">
      {async () => {
        const [{ user }, sessions] = await Promise.all([personInWorkspace(), (await api()).people.sessions()]);
        return (
          <div className="grid gap-5 lg:grid-cols-2">
            {!user.demo && (
              <>
                <Card title="Name" detail={`You sign in as ${user.email}.`}>
                  <NameForm name={user.name} />
                </Card>
                <Card title="Password" detail="Changing it ends every other session.">
                  <PasswordForm email={user.email} />
                </Card>
              </>
            )}
            <div className="lg:col-span-2">
              <SessionList sessions={sessions} now={new Date()} />
            </div>
          </div>
        );
      }}
    </SettingsFrame>
  );
}
