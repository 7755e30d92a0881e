/** A row of tabs in a panel's bar for a body elsewhere in the panel (`controls`): arrows move, one tab stop. */
import type { KeyboardEvent } from "react";

export interface TabOf<T extends string> {
  value: T;
  label: string;
  /** Said after the label: "2 waiting"; drawn as a number. */
  badge?: { count: number; words: string; waiting: boolean } | undefined;
}

interface TabRowProps<T extends string> {
  label: string;
  controls: string;
  tabs: readonly TabOf<T>[];
  value: T | null;
  onChange(value: T): void;
}

export function TabRow<T extends string>({ label, controls, tabs, value, onChange }: TabRowProps<T>) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0 || tabs.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          className="tab"
          data-value={tab.value}
          aria-selected={tab.value === value}
          aria-controls={controls}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.badge && (
            <span className="badge" data-waiting={tab.badge.waiting || undefined}>
              <span aria-hidden="true">{tab.badge.count}</span>
              <span className="heardOnly">{tab.badge.words}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
