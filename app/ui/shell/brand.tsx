/** The mark: three streams that become one. */
export function BrandMark() {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
      className="shrink-0 text-accent"
    >
      <path d="M2 4.5h3.5c4 0 4 5.5 8 5.5H18" />
      <path d="M2 10h16" opacity="0.55" />
      <path d="M2 15.5h3.5c4 0 4-5.5 8-5.5" opacity="0.3" />
    </svg>
  );
}
