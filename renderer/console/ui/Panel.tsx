/** A panel: a landmark with its heading and tools. F6 moves between panels by `data-panel`. */
import type { ReactNode } from "react";
import type { PanelName } from "../view.ts";
import { PopOut } from "./PopOut.tsx";
import "./ui.css";

interface PanelProps {
  name: PanelName;
  title: string;
  /** Left of the bar, beside the title (tabs); `hideTitle` keeps the title for screen readers only. */
  lead?: ReactNode;
  hideTitle?: boolean;
  /** Right of the bar. */
  tools?: ReactNode;
  children: ReactNode;
}

export function Panel({ name, title, lead, hideTitle, tools, children }: PanelProps) {
  return (
    <section className={`panel ${name}Panel`} data-panel={name} aria-label={title} tabIndex={-1}>
      <div className="bar">
        <h2 className={hideTitle ? "heardOnly" : undefined}>{title}</h2>
        {lead}
        <span className="grow" />
        {tools}
        <PopOut name={name} title={title} />
      </div>
      <div className="body">{children}</div>
    </section>
  );
}
