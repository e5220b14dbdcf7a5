import { webHouse } from "#server/boot.ts";
import type { Context } from "#server/context.ts";
import { AppError, ERRORS, type ErrorKind } from "#server/errors.ts";
import type { Permission } from "#server/permissions.ts";
import { authorize } from "./authorize.ts";
import { requestContext } from "./request-context.ts";
import type { RequestContext } from "./trpc.ts";

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
};

/**
 * A route beside tRPC, for bytes in or out: session, workspace, permission and errors as with procedures.
 * The errors answer JSON { code, message, mend, reference }.
 */
export const door =
  <Params>(permission: Permission, answer: (context: Context, request: Request, params: Params) => Promise<Response>) =>
  async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    const asked = await requestContext(await webHouse(), request.headers);
    try {
      if (request.method !== "GET" && asked.fromOtherSite) throw new AppError("WRONG_ORIGIN");
      const context: Context = authorize(asked, permission);
      return await answer(context, request, await params);
    } catch (error) {
      return refuse(error, asked);
    }
  };

/** A route that needs no session: what opens it is in its address. Errors as with `door`. */
export const openDoor =
  <Params>(answer: (visitor: RequestContext, request: Request, params: Params) => Promise<Response>) =>
  async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    const asked = await requestContext(await webHouse(), request.headers);
    try {
      return await answer(asked, request, await params);
    } catch (error) {
      return refuse(error, asked);
    }
  };

function refuse(error: unknown, { log, requestId }: Awaited<ReturnType<typeof requestContext>>): Response {
  if (error instanceof AppError) {
    log.info({ err: error }, "refused");
    return Response.json(
      { code: error.code, message: error.message, mend: ERRORS[error.code].mend, reference: requestId },
      { status: STATUS[error.kind] },
    );
  }
  log.error({ err: error }, "unexpected error");
  const message = "Something went wrong on our side. Nothing that was saved is lost.";
  return Response.json(
    { code: "INTERNAL", message, mend: `Try again; if it stays, quote reference ${requestId}.`, reference: requestId },
    { status: 500 },
  );
}
