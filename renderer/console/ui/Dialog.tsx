/**
 * A card in front of the console that hides nothing which waits: never modal, no scroll lock (the CSP forbids its style
 * element), placed by `className`. Esc and its button close it; focus returns to where it was.
 */
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface DialogProps {
  open: boolean;
  onClose(): void;
  title: string;
  className: string;
  children: ReactNode;
}

export function Dialog({ open, onClose, title, className, children }: DialogProps) {
  return (
    <Radix.Root open={open} modal={false} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Content
          className={`front ${className}`}
          aria-describedby={undefined}
          // The queue stays usable beside it: a click there is not a wish to close.
          onInteractOutside={(event) => event.preventDefault()}
        >
          <Radix.Title className="capital">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
