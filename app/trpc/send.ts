import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "#server/api/root.ts";
import type { FormErrors } from "#app/ui/form/form-errors.ts";
import { browserClient } from "./browser-client.ts";

type Client = ReturnType<typeof browserClient>;

/**
 * Runs a mutation and says what went wrong as a form shows it: the fields it is about, or one sentence for the whole.
 * Nothing when all went well. What is no answer of the server is thrown on.
 */
export async function send(work: (client: Client) => Promise<unknown>): Promise<FormErrors | void> {
  try {
    await work(browserClient());
  } catch (error) {
    return whatWentWrong(error);
  }
}

/** As send; when all went well, opens a page anew, since who is signed in or where has changed. */
export async function sendThenOpen(path: string, work: (client: Client) => Promise<unknown>): Promise<FormErrors | void> {
  const wrong = await send(work);
  if (!wrong) location.assign(path);
  return wrong;
}

/** As send, in one sentence: for dialogs and buttons, which have no fields. */
export async function sendOrSay(work: (client: Client) => Promise<unknown>): Promise<string | void> {
  const wrong = await send(work);
  return wrong && (wrong.message ?? Object.values(wrong.fields).join(" "));
}

/** @throws what is no answer of the server: a bug of ours */
export function whatWentWrong(error: unknown): FormErrors {
  if (!isAnswer(error)) throw error;
  const problem = error.data?.problem;
  if (!problem) return { message: "Slipstream does not answer. Nothing was changed that we know of; try again in a moment.", fields: {} };
  if (problem.fields.length > 0)
    return { message: null, fields: Object.fromEntries(problem.fields.map(({ path, message }) => [path, message])) };
  // These say in their own sentence what to do: the mend of their code is for the docs page, and would say it twice or otherwise.
  const said = problem.code === "CONFLICT" || problem.code === "INPUT_INVALID" || error.message.includes(problem.mend);
  return { message: said ? error.message : `${error.message} ${problem.mend}`, fields: {} };
}

const isAnswer = (error: unknown): error is TRPCClientError<AppRouter> => error instanceof TRPCClientError;
