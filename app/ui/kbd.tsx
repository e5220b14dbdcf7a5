/** Keys to press, "Ctrl K". */
export function Kbd({ keys }: { keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.map((key) => (
        <kbd key={key} className="rounded-sm border border-line bg-fill px-1.5 font-sans text-xs text-soft">
          {key}
        </kbd>
      ))}
    </span>
  );
}
