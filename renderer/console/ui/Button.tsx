/** A button whose words name its target ("Answer SOS 214"), with its key as a hint. Grey unless `tone` says otherwise. */
import type { ComponentPropsWithRef } from "react";
import { Key } from "./Key.tsx";

export interface ButtonProps extends Omit<ComponentPropsWithRef<"button">, "children"> {
  /** What it does, with its target where the button does not stand inside the target's own card. */
  children: string;
  /** Accessible name where the visible words are shorter than what they do; must contain them. */
  name?: string;
  /** Key as printed: "Space", "Ctrl End". Only a hint: hotkeys.ts does the work. */
  hint?: string | undefined;
  /** go: green outline (answer); stop: red outline (end); select: blue; quiet: no box until pointed at. */
  tone?: "go" | "stop" | "select" | "quiet" | undefined;
  /** call: 40 px, spread; wide: 40 px over the whole width. */
  size?: "call" | "wide";
}

export function Button({ children, name, hint, tone, size, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={className ? `button ${className}` : "button"}
      data-tone={tone}
      data-size={size}
      aria-label={name}
      aria-keyshortcuts={hint?.replace(/ /g, "+").replace("Ctrl", "Control")}
    >
      <span className="word">{children}</span>
      {hint && <Key>{hint}</Key>}
    </button>
  );
}
