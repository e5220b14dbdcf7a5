import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";

/** Says that the figures are of part of the history, while the first sync of a connection goes on; nothing otherwise. */
export async function StillArriving() {
  const arriving = (await (await api()).connections.list({})).filter(
    ({ state, syncs }) => state === "active" && syncs.some(({ finishedAt }) => finishedAt === null),
  );
  if (arriving.length === 0) return null;
  return (
    <p className="mb-6 max-w-[74ch] text-pretty">
      <b>Part of the history so far.</b>{" "}
      {arriving.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && " and "}
          <Link href={`/connections/${id}`}>{name}</Link>
        </span>
      ))}{" "}
      {arriving.length === 1 ? "is" : "are"} still being read for the first time: the figures change until that has ended.
    </p>
  );
}
