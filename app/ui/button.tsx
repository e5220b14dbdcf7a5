import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link } from "./link.tsx";
import { buttonClass, type ButtonLook } from "./button-class.ts";
import { Spinner } from "./feedback/spinner.tsx";

type ButtonProps = ButtonLook &
  ButtonHTMLAttributes<HTMLButtonElement> & {
    /** A lucide icon before the words. */
    icon?: ReactNode;
    /** Work has begun: the button keeps its width and its focus, and does not answer a second press. */
    pending?: boolean;
  };

/** A button; `type` is "button" unless said otherwise, so that none sends a form by accident. */
export function Button({
  variant,
  size,
  square,
  icon,
  pending = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      // oxlint-disable-next-line react/button-has-type -- given above, "button" by default
      type={pending ? "button" : type}
      className={buttonClass({ variant, size, square }, className)}
      aria-disabled={pending || rest["aria-disabled"]}
      aria-busy={pending || undefined}
      onClick={pending ? undefined : onClick}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
}

type LinkButtonProps = ButtonLook & {
  href: string;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
  /** A file: an ordinary link, so that the browser saves it. */
  download?: boolean;
  "aria-label"?: string;
};

/** A link that looks like a button: it goes somewhere, so it is a link. */
export function LinkButton({ href, variant, size, square, icon, className, children, download, ...rest }: LinkButtonProps) {
  const look = buttonClass({ variant, size, square }, className);
  const inside = (
    <>
      {icon}
      {children}
    </>
  );
  if (download) {
    return (
      <a {...rest} href={href} download className={look}>
        {inside}
      </a>
    );
  }
  return (
    <Link {...rest} href={href} className={look}>
      {inside}
    </Link>
  );
}
