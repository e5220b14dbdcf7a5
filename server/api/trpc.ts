import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import * as z from "zod";
import type { Context, SignedIn, Visitor } from "#server/context.ts";
import { AppError, ERRORS, type ErrorCode, type ErrorKind } from "#server/errors.ts";
import type { Permission } from "#server/permissions.ts";
import { authorize } from "./authorize.ts";

/** What a request brings: the services, the person if signed in, the workspace if one is chosen and the person is in it. */
export type RequestContext = Visitor & {
  requestId: string;
  user: SignedIn["user"] | null;
  workspace: { id: string; role: Context["role"]; demo: boolean } | null;
  /** A browser sent it from another site's page. */
  fromOtherSite: boolean;
  /** Headers to send back, such as cookies. */
  responseHeaders: Headers;
};

/** Said beside each procedure: who may call it. A test reads it back for all of them. */
export type ProcedureMeta = { access: "anyone" | "signed in" } | { access: "permission"; permission: Permission };

const TRPC_CODE = {
  invalid: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  too_large: "PAYLOAD_TOO_LARGE",
  too_many: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<ErrorKind, TRPCError["code"]>;

/** What a page learns of an error: never a stack, never a message of an unknown error. */
export type ErrorShape = {
  code: ErrorCode | "INTERNAL";
  title: string;
  mend: string;
  reference: string;
  fields: { path: string; message: string }[];
};

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter({ shape, error, ctx }) {
      const reference = ctx?.requestId ?? "unknown";
      const { cause } = error;
      if (cause instanceof AppError) {
        const { title, mend } = ERRORS[cause.code];
        return {
          ...bare(shape),
          message: cause.message,
          data: { ...bare(shape).data, problem: { code: cause.code, title, mend, reference, fields: cause.fields } satisfies ErrorShape },
        };
      }
      if (error.code === "BAD_REQUEST") {
        const { title, mend } = ERRORS.INPUT_INVALID;
        const fields = issuesOf(cause);
        const message = fields.length > 0 ? fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ") : title;
        return {
          ...bare(shape),
          message,
          data: { ...bare(shape).data, problem: { code: "INPUT_INVALID", title, mend, reference, fields } satisfies ErrorShape },
        };
      }
      const problem: ErrorShape = {
        code: error.code === "NOT_FOUND" ? "NOT_FOUND" : "INTERNAL",
        title: "Something went wrong on our side",
        mend: `Nothing that was saved is lost. Try again; if it stays, quote reference ${reference}.`,
        reference,
        fields: [],
      };
      return { ...bare(shape), message: problem.title, data: { ...bare(shape).data, problem } };
    },
  });

type Shape = { message: string; code: number; data: { code: string; httpStatus: number; path?: string; stack?: string } };
const bare = <S extends Shape>({ data: { stack: _stack, ...data }, ...rest }: S) => ({ ...rest, data });

const issuesOf = (cause: unknown): { path: string; message: string }[] =>
  cause instanceof z.ZodError ? cause.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message })) : [];

/** Maps our errors and logs the rest, once, so that no router needs a try/catch. */
const withErrors = t.middleware(async ({ ctx, path, type, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { error } = result;
  const known = error.cause instanceof AppError ? error.cause : undefined;
  if (known) {
    ctx.log.info({ err: known, path, type }, "refused");
    throw new TRPCError({ code: TRPC_CODE[known.kind], message: known.message, cause: known });
  }
  if (error.code === "INTERNAL_SERVER_ERROR") {
    if (isConnectionFailure(error.cause)) {
      ctx.log.error({ err: error.cause, path }, "the database does not answer");
      throw new TRPCError({ code: "SERVICE_UNAVAILABLE", cause: new AppError("DATABASE_UNAVAILABLE", undefined, { cause: error.cause }) });
    }
    ctx.log.error({ err: error.cause ?? error, path, type }, "unexpected error");
  }
  return result;
});

const isConnectionFailure = (cause: unknown): boolean =>
  cause instanceof Error &&
  (/ECONNREFUSED|ECONNRESET|Connection terminated|connection timeout/i.test(cause.message) ||
    ("code" in cause && (cause.code === "57P01" || cause.code === "57P03")));

/** Cookies go along with requests that another site's page makes: those may look, never change. */
const fromOwnPages = t.middleware(({ ctx, type, next }) => {
  if (type === "mutation" && ctx.fromOtherSite) throw new AppError("WRONG_ORIGIN");
  return next();
});

const signedIn = t.middleware(({ ctx, next }) => {
  if (!ctx.user) throw new AppError("SIGN_IN_NEEDED");
  return next({ ctx: { ...ctx, user: ctx.user } });
});

const withPermission = (permission: Permission) => t.middleware(({ ctx, next }) => next({ ctx: authorize(ctx, permission) }));

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Callable without a session: set-up, sign-in, invitations. */
export const anyone = t.procedure.meta({ access: "anyone" }).use(withErrors).use(fromOwnPages);
/** Callable with a session and no workspace: the list of one's workspaces, one's sessions. */
export const forSignedIn = t.procedure.meta({ access: "signed in" }).use(withErrors).use(fromOwnPages).use(signedIn);
/** Callable in a workspace by the roles that have the permission. */
export const permitted = (permission: Permission) =>
  t.procedure.meta({ access: "permission", permission }).use(withErrors).use(fromOwnPages).use(withPermission(permission));
