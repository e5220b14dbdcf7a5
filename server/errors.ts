/** How an error is answered: the HTTP family a door maps it to. */
export type ErrorKind = "invalid" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "too_large" | "too_many" | "unavailable";

/**
 * Every error a person can act on: stable code, kind and what the docs page says. docs/errors is generated from this list.
 * A code, once released, keeps its meaning.
 */
export const ERRORS = {
  SIGN_IN_NEEDED: { kind: "unauthenticated", title: "You are not signed in", mend: "Sign in and try again. Nothing was changed." },
  SIGN_IN_FAILED: {
    kind: "unauthenticated",
    title: "Sign-in failed",
    mend: "Check the e-mail address and the password, or reset the password.",
  },
  WORKSPACE_NEEDED: {
    kind: "not_found",
    title: "No workspace chosen",
    mend: "Choose a workspace in the switcher, or ask an admin for an invitation.",
  },
  PERMISSION_MISSING: {
    kind: "forbidden",
    title: "Your role does not allow this",
    mend: "Ask an owner or admin of the workspace to do it, or to change your role.",
  },
  NOT_FOUND: {
    kind: "not_found",
    title: "It is not here",
    mend: "It may have been deleted, or it belongs to another workspace. Go back to the list.",
  },
  INPUT_INVALID: {
    kind: "invalid",
    title: "Some of what was entered is not valid",
    mend: "Correct the fields named in the message. What you typed is kept.",
  },
  CONFLICT: {
    kind: "conflict",
    title: "Somebody changed it meanwhile",
    mend: "Reload to see the present state, then make your change again.",
  },
  GATE_NOT_MET: {
    kind: "conflict",
    title: "The automation has not shown enough yet",
    mend: "Nothing was changed. Let it decide in its present stage until the gate holds, or improve its rules and back-test them.",
  },
  ALREADY_SET_UP: { kind: "conflict", title: "Slipstream is already set up", mend: "Sign in, or ask an owner for an invitation." },
  LAST_OWNER: { kind: "conflict", title: "A workspace needs an owner", mend: "Make another person owner first." },
  INVITATION_INVALID: {
    kind: "not_found",
    title: "The invitation is not valid any more",
    mend: "It was used, revoked or has expired. Ask for a new one.",
  },
  WRONG_ORIGIN: {
    kind: "forbidden",
    title: "The request came from another address",
    mend: "Nothing was changed. Open Slipstream at its own address; behind a proxy, set SLIPSTREAM_URL to the address people use.",
  },
  SET_UP_TOKEN_NEEDED: {
    kind: "forbidden",
    title: "The set-up link is needed",
    mend: "Open the set-up link that was printed when Slipstream started, or set it up on the machine it runs on.",
  },
  ROLE_TOO_HIGH: {
    kind: "forbidden",
    title: "Only an owner can do this",
    mend: "Owners are appointed, changed and removed by owners. Ask one of them.",
  },
  PERSON_ELSEWHERE: {
    kind: "forbidden",
    title: "This person also belongs to a workspace you do not manage",
    mend: "They can ask for a link by e-mail under Forgot password, or an owner of all their workspaces makes one.",
  },
  INVITATION_FOR_OTHER: {
    kind: "forbidden",
    title: "The invitation is for another address",
    mend: "Sign in with the address that was invited, or ask for an invitation to yours.",
  },
  RESET_LINK_INVALID: {
    kind: "not_found",
    title: "The link is not valid any more",
    mend: "It was used or has expired. Ask for a new one.",
  },
  SHARE_LINK_INVALID: {
    kind: "not_found",
    title: "There is nothing at this address any more",
    mend: "The link has ended or was taken back. Ask whoever sent it for a new one.",
  },
  ASK_ANSWERED: {
    kind: "conflict",
    title: "This was answered already",
    mend: "The first answer stands. Reload to see it; write to the buyer if something has changed since.",
  },
  DEMO_CANNOT: {
    kind: "forbidden",
    title: "The demo does not offer this",
    mend: "Set up your own workspace to manage people and sign-ins.",
  },
  UPLOAD_TOO_LARGE: {
    kind: "too_large",
    title: "The file is too large",
    mend: "Split the file and upload the parts; importing twice adds nothing twice.",
  },
  UPLOAD_CUT_SHORT: { kind: "invalid", title: "The file did not arrive whole", mend: "Nothing was kept. Upload it again." },
  UPLOAD_EMPTY: {
    kind: "invalid",
    title: "The file has no rows",
    mend: "Choose a file with at least one event; CSV needs a header line above its rows.",
  },
  UPLOAD_UNREADABLE: {
    kind: "invalid",
    title: "The file cannot be read",
    mend: "Save it in UTF-8 as CSV with one header line, as XES, or as OCEL 2.0, and upload it again.",
  },
  MAPPING_INCOMPLETE: { kind: "invalid", title: "The columns are not mapped yet", mend: "Choose columns for case, activity and end time." },
  LOG_BUSY: {
    kind: "conflict",
    title: "A log is being imported or taken back",
    mend: "Wait until that job has ended; its progress stands under Jobs.",
  },
  JOB_NOT_RUNNING: { kind: "conflict", title: "The job has already ended", mend: "Reload to see how it ended." },
  DEMO_ONLY_LOCAL: {
    kind: "forbidden",
    title: "The demo is offered on this machine only",
    mend: "Open Slipstream through the loopback address, or set up your own workspace.",
  },
  RATE_LIMITED: { kind: "too_many", title: "Too many tries", mend: "Wait a minute, then try again." },
  CONNECTIONS_OFF: {
    kind: "unavailable",
    title: "No system can be connected here",
    mend: "An admin of the installation sets NANGO_HOST and its keys, or starts Slipstream with `npm start`, which brings a sandbox shop.",
  },
  NANGO_UNAVAILABLE: {
    kind: "unavailable",
    title: "Nango does not answer",
    mend: "Nothing was changed. Try again in a moment; what is connected stays connected.",
  },
  CONNECTION_STATE: {
    kind: "conflict",
    title: "The connection is not in a state for this",
    mend: "Reload to see its present state; a paused connection is resumed first, a broken one connected again.",
  },
  ALREADY_CONNECTED: {
    kind: "conflict",
    title: "This account is connected already",
    mend: "Go on with the connection that is there: once its access has ended, its page offers Connect again. To connect the account anew, delete that connection first.",
  },
  CONNECTION_BROKEN: {
    kind: "conflict",
    title: "The connection does not work any more",
    mend: "Connect the account again on the connection's page. What was read stays as it is.",
  },
  SYNC_FAILED: {
    kind: "unavailable",
    title: "The system could not be read",
    mend: "It is tried again by itself. If it stays, connect the account again; what was read stays as it is.",
  },
  DATABASE_UNAVAILABLE: {
    kind: "unavailable",
    title: "The database does not answer",
    mend: "Nothing was lost. Try again in a moment; if it stays, run `npm run doctor`.",
  },
} as const satisfies Record<string, { kind: ErrorKind; title: string; mend: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** An outcome that the caller can do something about. Anything else is a bug and stays an Error. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** For the log, never for the page. */
  readonly details: Record<string, unknown>;
  /** Fields of the input it is about, for the form to show it there. */
  readonly fields: { path: string; message: string }[];

  /** @param message what happened and what to do, in a sentence for the person; the title and mend of the code when left out */
  constructor(
    code: ErrorCode,
    message?: string,
    {
      details = {},
      fields = [],
      cause,
    }: { details?: Record<string, unknown>; fields?: { path: string; message: string }[]; cause?: unknown } = {},
  ) {
    super(message ?? `${ERRORS[code].title}. ${ERRORS[code].mend}`, { cause });
    this.name = "AppError";
    this.code = code;
    this.details = details;
    this.fields = fields;
  }

  get kind(): ErrorKind {
    return ERRORS[this.code].kind;
  }
}
