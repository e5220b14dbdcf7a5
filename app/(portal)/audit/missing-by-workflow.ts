type Scope = { scope: string; brings: string; without: string; workflows: readonly string[] };
type Missing = {
  connectionId: string;
  name: string;
  workflows: readonly string[];
  scopes: readonly Scope[];
  people: number;
  nameless: number;
};

/** What a workflow lacks, by connection. */
export type MissingOfWorkflow = { workflow: string; connections: Missing[] };

/**
 * Gaps of connections, put down to the workflows that suffer: a permission to those it is said to be about, touches without a name to all that the
 * connection contributes to. In the order in which workflows are first met.
 */
export function missingByWorkflow(missing: readonly Missing[]): MissingOfWorkflow[] {
  const workflows = [...new Set(missing.flatMap(({ workflows: own, scopes }) => [...own, ...scopes.flatMap((scope) => scope.workflows)]))];
  return workflows.flatMap((workflow) => {
    const connections = missing.flatMap((connection) => {
      const scopes = connection.scopes.filter((scope) => scope.workflows.includes(workflow));
      const nameless = connection.workflows.includes(workflow) ? connection.nameless : 0;
      return scopes.length > 0 || nameless > 0 ? [{ ...connection, scopes, nameless }] : [];
    });
    return connections.length > 0 ? [{ workflow, connections }] : [];
  });
}
