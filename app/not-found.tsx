import { LinkButton } from "./ui/button.tsx";
import { BrandMark } from "./ui/shell/brand.tsx";

/** No page has this address, or none that this person may see: the two look the same on purpose. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-[80dvh] max-w-120 flex-col justify-center gap-3 px-4">
      <BrandMark />
      <h1 className="text-2xl font-semibold tracking-tight">There is nothing at this address.</h1>
      <p className="text-pretty text-soft">
        The link may be old, the thing may have been deleted, or it belongs to a workspace you are not in. Nothing was changed by coming
        here.
      </p>
      <div className="mt-2">
        <LinkButton href="/" variant="primary">
          To the first page
        </LinkButton>
      </div>
    </main>
  );
}
