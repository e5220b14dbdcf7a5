import { parentPort } from "node:worker_threads";
import { facadeOf } from "./facade.ts";
import { failureOf, VendorHttpError } from "./failures.ts";
import type { FromWorker, HostAnswer, RunOutcome, RunRequest, ToWorker } from "./messages.ts";
import { Runner } from "./runner.ts";
import { loadInSandbox } from "./sandbox.ts";

const port = parentPort;
if (!port) throw new Error("worker.ts runs as a worker thread");

const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
let lastCall = 0;

function post(message: FromWorker): void {
  port?.postMessage(message);
}

function ask(run: number, method: string, argument: unknown): Promise<unknown> {
  lastCall += 1;
  const call = lastCall;
  return new Promise((resolve, reject) => {
    waiting.set(call, { resolve, reject });
    post({ type: "call", call: { run, call, method, argument } });
  });
}

function settle(answer: HostAnswer): void {
  const caller = waiting.get(answer.call);
  waiting.delete(answer.call);
  if (answer.ok) return caller?.resolve(answer.value);
  return caller?.reject(answer.error.kind === "plain" ? new Error(answer.error.message) : new VendorHttpError(answer.error));
}

async function execute(request: RunRequest): Promise<RunOutcome> {
  try {
    const loaded: unknown = loadInSandbox(request.file);
    const name = request.type === "webhook" ? "onWebhook" : "exec";
    const exec: unknown = typeof loaded === "object" && loaded !== null ? Reflect.get(loaded, name) : null;
    if (typeof exec !== "function") throw new Error(`${request.file} exports no function`);
    const runner = new Runner(request, (method, argument) => ask(request.run, method, argument));
    const facade = facadeOf(runner);
    const output: unknown = await (request.type === "action" || request.type === "webhook" ? exec(facade, request.input) : exec(facade));
    return { ok: true, output: output === undefined ? null : JSON.parse(JSON.stringify(output)) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

port.on("message", (message: ToWorker) => {
  if (message.type === "answer") return settle(message.answer);
  post({ type: "started", run: message.request.run });
  void execute(message.request).then((outcome) => post({ type: "done", run: message.request.run, outcome }));
});
