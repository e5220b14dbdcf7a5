import { notFound, redirect } from "next/navigation";
import { api } from "#app/trpc/server.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { MappingForm } from "./mapping-form.tsx";
import { readMapping } from "./mapping-params.ts";
import { PreviewTable } from "./preview-table.tsx";

export const metadata = { title: "Columns" };

type Props = { params: Promise<{ uploadId: string }>; searchParams: Promise<SearchParams> };

/** What the columns of an uploaded file mean: guessed, changeable, with a preview. Nothing is imported yet. */
export default async function MappingPage({ params, searchParams }: Props) {
  const { uploadId } = await params;
  const chosen = readMapping(await searchParams);
  const caller = await api();
  const preview = await caller.imports.preview({ uploadId, ...(chosen ? { chosen } : {}) }).catch((error: { code?: string }) => {
    if (error.code === "NOT_FOUND" || (error.code === "BAD_REQUEST" && !chosen)) notFound();
    // An address with columns that do not fit this file: begin again with the guess.
    if (error.code === "BAD_REQUEST") redirect(`/imports/new/${uploadId}`);
    throw error;
  });
  return (
    <>
      <TopBar crumbs={[{ label: "Imports", href: "/imports" }, { label: preview.fileName }]} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">What do the columns mean?</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        {preview.format}.{" "}
        {preview.mappedBy === "earlier import"
          ? "This file has the same columns as an earlier import, so the same choice is proposed."
          : preview.mappedBy === "guess"
            ? "Guessed from the names and the first rows. Check them, change what is wrong."
            : "As you chose. The preview below follows each change."}{" "}
        Nothing is imported yet.
      </p>
      <MappingForm uploadId={uploadId} preview={preview} />
      <PreviewTable preview={preview} />
    </>
  );
}
