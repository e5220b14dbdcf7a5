"use client";
import { useEffect, useRef, useState } from "react";
import Upload from "lucide-react/icons/upload";
import { buttonClass } from "../button-class.ts";
import { classNames } from "../class-names.ts";
import { formatBytes } from "../format/format-bytes.ts";
import { useWorkspaceFormat } from "../format/format-provider.tsx";
import { Field, type FieldFrame } from "./field.tsx";

type FileDropProps = FieldFrame & {
  /** As the input's accept: ".csv,text/csv". */
  accept: string;
  maxBytes: number;
};

/** A file, by dropping or by choosing; the input is a real one, so that keyboard and form work without more. */
export function FileDrop({ name, label, hint, error, optional = false, className, accept, maxBytes }: FileDropProps) {
  const { locale } = useWorkspaceFormat();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [over, setOver] = useState(false);

  // A file that was chosen while the script was still on its way told nobody of the change.
  useEffect(() => setFile(input.current?.files?.[0] ?? null), []);

  const tooLarge =
    file && file.size > maxBytes
      ? `${file.name} has ${formatBytes(file.size, locale)}; up to ${formatBytes(maxBytes, locale)} can be read.`
      : undefined;

  useEffect(() => input.current?.setCustomValidity(tooLarge ? "The file is too large." : ""), [tooLarge]);

  return (
    <Field {...{ name, label, hint, error: error ?? tooLarge, optional, className }}>
      {(control) => (
        <div
          className={classNames(
            "relative flex min-h-28 flex-col items-center justify-center gap-2 rounded-lg border border-dashed px-4 py-5 text-center has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
            over ? "border-accent bg-accent-soft" : "border-edge bg-panel",
          )}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            if (!input.current || event.dataTransfer.files.length === 0) return;
            input.current.files = event.dataTransfer.files;
            setFile(event.dataTransfer.files[0] ?? null);
          }}
        >
          <input
            {...control}
            ref={input}
            type="file"
            accept={accept}
            required={!optional}
            className="absolute inset-0 cursor-pointer opacity-0"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
          {file ? (
            <span className="max-w-full wrap-anywhere">
              <b className="font-medium">{file.name}</b> <span className="text-soft tabular-nums">{formatBytes(file.size, locale)}</span>
            </span>
          ) : (
            <span className="text-soft">Drop a file here, or</span>
          )}
          <span aria-hidden="true" className={buttonClass({ size: "small" })}>
            <Upload /> {file ? "Choose another" : "Choose a file"}
          </span>
        </div>
      )}
    </Field>
  );
}
