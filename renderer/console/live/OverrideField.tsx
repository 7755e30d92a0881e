/** Steps that must be done and are open when the event is to be closed: named, with the field for the reason. It takes the focus. */
import { useEffect, useRef } from "react";
import { longestNote } from "../../../shared/priority/decideEvent.ts";
import type { ProcedureStep } from "../../../shared/site/site.ts";

interface OverrideFieldProps {
  steps: readonly ProcedureStep[];
  value: string;
  onChange(value: string): void;
  onClose(): void;
}

export function OverrideField({ steps, value, onChange, onClose }: OverrideFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <fieldset className="override" aria-label="Closing over open steps">
      <p>Must be done, and is not:</p>
      <ul>
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two steps may read the same, and the list is not reordered
          <li key={index}>{step.words}</li>
        ))}
      </ul>
      <textarea
        ref={field}
        rows={2}
        maxLength={longestNote}
        value={value}
        aria-label="Reason for closing all the same"
        placeholder="Reason for closing all the same (Ctrl Enter closes)"
        onChange={(change) => onChange(change.target.value)}
        onKeyDown={(key) => {
          if (key.key === "Escape") key.currentTarget.blur();
          if (key.key === "Enter" && key.ctrlKey && !key.repeat) onClose();
        }}
      />
    </fieldset>
  );
}
