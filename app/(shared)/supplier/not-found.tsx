/** The same for a page that is closed, has ended, or never was. */
export default function NoSuchOrder() {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">There is nothing at this address.</h1>
      <p className="mt-2 max-w-[60ch] text-pretty text-soft">
        The page of a letter closes after two weeks, when the buyer closes it, or with a newer letter about the same order. Write to the
        buyer if you still want to answer.
      </p>
    </>
  );
}
