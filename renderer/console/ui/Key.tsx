/** A key as printed on a button: "Space", "H". Hidden from screen readers, which get aria-keyshortcuts instead. */
export function Key({ children }: { children: string }) {
  return (
    <span className="key" aria-hidden="true">
      {children}
    </span>
  );
}
