"use client";
import { useRef, type ReactNode } from "react";
import Form from "next/form";
import { Button } from "../button.tsx";
import { TextField } from "../form/text-field.tsx";
import type { SearchParams } from "./table-state.ts";

type FilterBarProps = {
  path: string;
  params: SearchParams;
  prefix?: string;
  /** Name of the search box, "Search events"; without it there is none. */
  search?: string;
  /** Keys of the filters that `children` draws, without prefix. */
  filters?: readonly string[];
  /** SelectFields named as the table's filters, with the prefix. */
  children?: ReactNode;
};

/** Filters of a table as a form that writes them into the URL. A choice takes effect at once, a text on Enter or after the button. */
export function FilterBar({ path, params, prefix = "", search, filters = [], children }: FilterBarProps) {
  const form = useRef<HTMLFormElement>(null);
  const send = () => form.current?.requestSubmit();
  const own = new Set(["q", "page", ...filters].map((key) => prefix + key));
  const kept = Object.entries(params).filter(([key, value]) => typeof value === "string" && !own.has(key));
  const text = params[`${prefix}q`];
  return (
    <Form
      ref={form}
      action={path}
      scroll={false}
      className="flex flex-wrap items-end gap-2.5"
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) send();
      }}
    >
      {kept.map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={String(value)} />
      ))}
      {search && (
        <TextField
          name={`${prefix}q`}
          label={search}
          labelHidden
          optional
          type="search"
          placeholder={search}
          defaultValue={typeof text === "string" ? text : ""}
          className="min-w-48 flex-1 sm:max-w-72"
        />
      )}
      {children}
      {search && (
        <Button type="submit" className="max-sm:grow">
          Search
        </Button>
      )}
    </Form>
  );
}
