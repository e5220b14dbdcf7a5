/** Something is under way and nothing is known of how far; where rows are counted use ProgressBar. */
export function Spinner() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" className="animate-spin" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
