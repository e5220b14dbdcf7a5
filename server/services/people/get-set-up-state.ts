import { anyUserBesides } from "#db/queries/users.ts";
import type { Visitor } from "#server/context.ts";
import { isSetUpToken } from "#server/set-up-token.ts";
import { DEMO_VISITOR } from "../workspaces/demo-visitor.ts";

export type SetUpState = {
  /** Nobody but the demo visitor exists yet. */
  needed: boolean;
  /** This request may set up without a token: it comes from the machine itself. */
  allowedHere: boolean;
  demoOffered: boolean;
  /** Letters can be sent; otherwise links are shown to whoever makes them. */
  mail: boolean;
};

/** What the first page offers to whoever asks from here. */
export async function getSetUpState({ store, settings, fromThisMachine }: Visitor): Promise<SetUpState> {
  return {
    needed: !(await anyUserBesides(store.db, { userId: DEMO_VISITOR.id })),
    allowedHere: fromThisMachine,
    demoOffered: settings.demoOffered && fromThisMachine,
    mail: settings.smtpUrl !== undefined,
  };
}

/** Whether this request may make the first owner. */
export const maySetUp = ({ settings, fromThisMachine }: Visitor, token: string | undefined): boolean =>
  fromThisMachine || isSetUpToken(settings.secret, token);
