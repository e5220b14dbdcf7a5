"use client";
import { createContext, use, type ReactNode } from "react";
import { neutralFormat, type WorkspaceFormat } from "./workspace-format.ts";

const FormatContext = createContext<WorkspaceFormat>(neutralFormat);

/** Gives every figure and date below it the workspace's locale, currency and zone. */
export function FormatProvider({ format, children }: { format: WorkspaceFormat; children: ReactNode }) {
  return <FormatContext value={format}>{children}</FormatContext>;
}

/** The workspace's locale, currency and zone; the neutral ones outside a workspace. */
export function useWorkspaceFormat(): WorkspaceFormat {
  return use(FormatContext);
}
