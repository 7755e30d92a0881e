/** A state in a word, outlined in its colour. The word says it; the colour repeats it. */
import type { ReactNode } from "react";
import type { ClassName } from "../../../shared/site/site.ts";

export type Tone = ClassName | "live" | "late" | "fault" | "plain";

export function Tag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="tag" data-tone={tone}>
      {children}
    </span>
  );
}
