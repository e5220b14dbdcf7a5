/** The same for a link that has ended, was taken back, or never was. */
export default function NoSuchShare() {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">There is nothing at this address.</h1>
      <p className="mt-2 max-w-[60ch] text-pretty text-soft">
        A shared link ends after its days, and whoever made it can take it back. Ask them for a new one.
      </p>
    </>
  );
}
