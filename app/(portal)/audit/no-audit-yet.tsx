import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";

/** Nothing was audited yet: what will stand here, and how to get there. */
export function NoAuditYet() {
  return (
    <EmptyState
      title="No evidence yet"
      headingLevel={2}
      action={
        <>
          <LinkButton href="/imports" variant="primary">
            Import an event log
          </LinkButton>
          <LinkButton href="/connections">Connect a system</LinkButton>
        </>
      }
    >
      Here you will see which workflows take your team&rsquo;s hours, what that costs a year, and where removing it pays first. It comes
      from what your systems recorded: connect one and its history is read for you, or import a file with one row for each thing that was
      done, by whom and when.
    </EmptyState>
  );
}
