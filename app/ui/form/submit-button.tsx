"use client";
import type { ReactNode } from "react";
import { Button } from "../button.tsx";
import type { ButtonLook } from "../button-class.ts";
import { useFormPending } from "./form.tsx";

/** Sends the form around it, and shows that it is under way. */
export function SubmitButton({ children, variant = "primary", size }: ButtonLook & { children: ReactNode }) {
  return (
    <Button type="submit" variant={variant} size={size} pending={useFormPending()}>
      {children}
    </Button>
  );
}
