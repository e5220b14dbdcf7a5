"use client";
import type { ReactNode } from "react";
import { Link } from "../link.tsx";
import { usePathname } from "next/navigation";
import { isWithin } from "./nav-item.ts";

/** A link of the navigation that knows whether its page is open. */
export function NavLink({ href, className, children }: { href: string; className: string; children: ReactNode }) {
  const path = usePathname();
  return (
    <Link href={href} className={className} aria-current={isWithin(path, href) ? "page" : undefined}>
      {children}
    </Link>
  );
}
