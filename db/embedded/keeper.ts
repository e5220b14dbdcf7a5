import { spawn, type ChildProcess } from "node:child_process";
import { platform } from "node:os";
import { runAs, type ServerUser } from "./server-user.ts";

/**
 * Postgres does not notice when the process that started it is killed. This shell does: its standard input is a pipe from us, and when
 * that ends (we closed it, or we are gone) it asks Postgres for a fast shutdown. $1 is a folder to remove at the end, or empty.
 */
const SCRIPT = `
umask 077
remove=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( trap '' INT TERM HUP; read -r line <&3; kill -INT $server ) 2>/dev/null &
watch=$!
exec 3<&-
trap 'kill -INT $server 2>/dev/null' INT TERM HUP
while wait $server; status=$?; kill -0 $server 2>/dev/null; do :; done
kill -KILL $watch 2>/dev/null
if [ -n "$remove" ]; then rm -rf -- "$remove"; fi
exit $status
`;

/**
 * Runs Postgres so that it ends with us. Its own process group keeps Ctrl-C away from it: the processes that use it stop first.
 *
 * @returns the keeper; end its stdin to stop Postgres, and Postgres is down when it has exited
 */
export function spawnKept(
  command: readonly [string, ...string[]],
  { user, logFd, env, removeAtEnd = "" }: { user: ServerUser; logFd: number; env: NodeJS.ProcessEnv; removeAtEnd?: string },
): ChildProcess {
  const [program, ...args] = command;
  const options = { ...runAs(user), env, cwd: platform() === "win32" ? undefined : "/", windowsHide: true };
  if (platform() === "win32") return spawn(program, args, { ...options, stdio: ["pipe", logFd, logFd] });
  return spawn("/bin/sh", ["-c", SCRIPT, "slipstream-postgres", removeAtEnd, program, ...args], {
    ...options,
    detached: true,
    stdio: ["pipe", logFd, logFd],
  });
}
