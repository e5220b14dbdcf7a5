import { Link } from "#app/ui/link.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Headline, HeadlineFigure } from "#app/ui/figure/headline.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { SectionHeading } from "#app/ui/card.tsx";
import { savedFigure } from "#server/domain/rollout/figures.ts";
import { Board } from "./board.tsx";
import { BuiltItems } from "./built-items.tsx";
import { Certainty } from "./certainty.tsx";
import { LazyProposalPanel } from "./lazy-proposal-panel.tsx";
import { frameOf, itemHref, stateOf } from "./plan-data.ts";
import { RoadmapFrame, type RoadmapView } from "./roadmap-frame.tsx";

export const metadata = { title: "Roadmap" };

/** What to automate, in which order: the saving, how sure the order is, the next step, then the items by phase. */
export default function RoadmapPage() {
  return (
    <RoadmapFrame href="/roadmap" title="What to automate first">
      {(view) => <Order {...view} />}
    </RoadmapFrame>
  );
}

function Order({ plan, answer, mayManage }: RoadmapView) {
  const { stored, built, planned } = plan;
  const order = planned.map(({ itemId }) => itemId);
  const frame = frameOf(plan);
  const next = stored.items.find(({ id }) => id === order.find((one) => stateOf(plan, one) !== "built"));
  return (
    <>
      {order.length === 0 ? (
        <Headline detail="Add items under Plan, or make the plan anew from the newest audit.">Everything in the plan is built.</Headline>
      ) : (
        <Headline detail={<Certainty plan={plan} />}>
          This order saves{" "}
          <HeadlineFigure>
            <FigureValue figure={savedFigure("Saved by the horizon", stored, { order, built, frame })} lead="range" precision="short" />
          </HeadlineFigure>{" "}
          in its first {stored.horizonWeeks} weeks.
        </Headline>
      )}
      {plan.proposal && <LazyProposalPanel proposal={plan.proposal} currency={stored.currency} mayManage={mayManage} />}
      {next && (
        <NextStep
          action={
            <LinkButton href={itemHref(next.id)} variant="primary">
              {stateOf(plan, next.id) === "working" ? "Go on" : "Begin"}
            </LinkButton>
          }
        >
          {next.title}. {ownerNote(plan.progress.find(({ itemId }) => itemId === next.id)?.ownerUserId ?? null, answer.people)}
        </NextStep>
      )}
      <SectionHeading
        action={
          <Link href="/roadmap/compare" className="text-sm text-soft">
            Why this order, and what others cost
          </Link>
        }
      >
        What is left, by phase
      </SectionHeading>
      <Board key={`${plan.version}-${built.length}`} plan={plan} people={answer.people} mayManage={mayManage} />
      <BuiltItems plan={plan} />
    </>
  );
}

const ownerNote = (userId: string | null, people: readonly { userId: string; name: string }[]): string => {
  const name = people.find((person) => person.userId === userId)?.name;
  return name === undefined ? "It has no owner yet: name one, then begin." : `${name} owns it.`;
};
