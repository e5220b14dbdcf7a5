"use client";
import { createContext, use, useEffect, useRef, useState, type ReactNode } from "react";
import { classNames } from "../class-names.ts";
import { collectErrors, noErrors, type FormErrors, type NativeControl } from "./form-errors.ts";

type FormState = { errors: FormErrors; pending: boolean; formId: string };
const FormContext = createContext<FormState>({ errors: noErrors, pending: false, formId: "" });

/** The message for one field of the form around it, if there is one. */
export function useFieldError(name: string): string | undefined {
  return use(FormContext).errors.fields[name];
}

/** True while the form around it is being sent. */
export function useFormPending(): boolean {
  return use(FormContext).pending;
}

type FormProps = {
  id: string;
  /**
   * Sends the values. Returns what is wrong, or nothing when all went well.
   * What it throws is a bug and goes to the error boundary.
   */
  onSend: (values: FormData) => Promise<FormErrors | void>;
  /** Empty the fields after success; by default they keep what was typed. */
  clearAfter?: boolean;
  className?: string;
  children: ReactNode;
};

/**
 * A form that never loses what was typed: fields are uncontrolled, errors come beside them and in a summary that takes the focus.
 * The browser checks first (required, type, min, pattern); then `onSend` answers.
 */
export function Form({ id, onSend, clearAfter = false, className, children }: FormProps) {
  const [errors, setErrors] = useState<FormErrors>(noErrors);
  const [pending, setPending] = useState(false);
  const [crash, setCrash] = useState<{ thrown: unknown } | null>(null);
  const summary = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (errors !== noErrors) summary.current?.focus();
  }, [errors]);

  if (crash) throw crash.thrown;

  async function send(form: HTMLFormElement) {
    const found = collectErrors(controlsOf(form).map(toNativeControl));
    const count = Object.keys(found).length;
    if (count > 0) {
      setErrors({ message: null, fields: found });
      return;
    }
    // What was wrong with the try before says nothing of this one.
    setErrors(noErrors);
    setPending(true);
    try {
      const wrong = await onSend(new FormData(form));
      setErrors(wrong ?? noErrors);
      if (!wrong && clearAfter) form.reset();
    } catch (thrown) {
      setCrash({ thrown });
    } finally {
      setPending(false);
    }
  }

  return (
    <FormContext value={{ errors, pending, formId: id }}>
      <form
        id={id}
        // Sent before the script has arrived, values must not land in the address.
        method="post"
        noValidate
        aria-busy={pending || undefined}
        className={classNames("grid gap-5", className)}
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) void send(event.currentTarget);
        }}
      >
        <ErrorSummary ref={summary} errors={errors} formId={id} />
        {children}
      </form>
    </FormContext>
  );
}

function ErrorSummary({ ref, errors, formId }: { ref: React.Ref<HTMLDivElement>; errors: FormErrors; formId: string }) {
  const entries = Object.entries(errors.fields);
  if (!errors.message && entries.length === 0) return null;
  const goTo = (name: string) => {
    const form = document.forms.namedItem(formId);
    if (form)
      controlsOf(form)
        .find((control) => fieldOf(control) === name)
        ?.focus();
  };
  return (
    <div ref={ref} tabIndex={-1} role="alert" className="rounded-md border border-danger bg-danger-soft px-3.5 py-3">
      <p className="font-medium">
        {errors.message ??
          `${entries.length === 1 ? "One field needs" : `${entries.length} fields need`} a change. What you typed is kept.`}
      </p>
      {entries.length > 0 && (
        <ul className="mt-1 list-disc ps-5">
          {entries.map(([name, message]) => (
            <li key={name}>
              <button type="button" className="min-h-6 text-start underline underline-offset-3" onClick={() => goTo(name)}>
                {message}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What a person can fill in; hidden inputs only carry what was filled in elsewhere. */
function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(isControl);
}

function isControl(element: Element): element is Control {
  if (element instanceof HTMLInputElement) return element.type !== "hidden";
  return element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
}

/** The field a control belongs to: its name, or where a hidden input carries the value, what data-field says. */
function fieldOf(control: Control): string {
  return control.dataset["field"] ?? control.name;
}

function labelOf(control: Control): string {
  const label = control.labels?.[0];
  return label?.dataset["name"] ?? label?.textContent ?? fieldOf(control);
}

/** Two groups may have a field of one name each: then the name of the group tells them apart. */
function fullLabelOf(control: Control, all: readonly Control[]): string {
  const own = labelOf(control);
  const group = control.closest("fieldset")?.querySelector("legend")?.textContent;
  return group && all.some((other) => other !== control && labelOf(other) === own) ? `${group}, ${own}` : own;
}

function toNativeControl(control: Control, _at: number, all: readonly Control[]): NativeControl {
  return {
    name: fieldOf(control),
    label: fullLabelOf(control, all),
    minLength: control instanceof HTMLSelectElement ? undefined : control.minLength,
    validationMessage: control.validationMessage,
    validity: control.validity,
  };
}
