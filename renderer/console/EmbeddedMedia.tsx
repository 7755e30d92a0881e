/** The media page in a frame of this window, where the shell has no hidden page for it (a browser that somebody opened). */
import type { CSSProperties } from "react";
import { useConsole } from "./store.ts";

/** There but unseen: a frame without a box may be slowed down. */
const unseen: CSSProperties = { position: "fixed", width: 1, height: 1, border: 0, opacity: 0, pointerEvents: "none" };

export function EmbeddedMedia() {
  const embedded = useConsole((state) => state.snapshot?.embedMedia ?? false);
  if (!embedded) return null;
  return (
    <iframe
      src="./media.html"
      title="Sound of this console"
      allow="microphone; autoplay; speaker-selection"
      tabIndex={-1}
      style={unseen}
    />
  );
}
