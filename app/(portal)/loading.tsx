import { PageSkeleton } from "#app/ui/feedback/skeleton.tsx";

export default function Loading() {
  return <PageSkeleton />;
}
