/** Tabs by Radix: arrows move, one tab stop. `Tabs` holds a value; put `TabList` in a panel's bar and `TabBody` in its body. */
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface TabsProps {
  value: string;
  onChange(value: string): void;
  children: ReactNode;
  className?: string;
}

export function Tabs({ value, onChange, children, className }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className={className}>
      {children}
    </Radix.Root>
  );
}

export function TabList({ label, tabs }: { label: string; tabs: readonly { value: string; label: string }[] }) {
  return (
    <Radix.List className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Radix.Trigger key={tab.value} value={tab.value} className="tab">
          {tab.label}
        </Radix.Trigger>
      ))}
    </Radix.List>
  );
}

export const TabBody = Radix.Content;
