"use client";

import NextLink from "next/link"; // oxlint-disable-line no-restricted-imports -- the one place
import { useState, type ComponentProps } from "react";

/**
 * A link to a page of the portal. The page is fetched ahead once somebody points at the link or comes to it by keyboard: fetching all that is
 * in view would ask the server thirty questions a page. A file is never fetched ahead.
 */
export function Link({ onMouseEnter, onFocus, onTouchStart, ...props }: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  const [isWanted, setIsWanted] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={isWanted && !props.download ? null : false}
      onMouseEnter={(event) => {
        setIsWanted(true);
        onMouseEnter?.(event);
      }}
      onFocus={(event) => {
        setIsWanted(true);
        onFocus?.(event);
      }}
      onTouchStart={(event) => {
        setIsWanted(true);
        onTouchStart?.(event);
      }}
    />
  );
}
