/** The header. */
import type { PanelName } from "../view.ts";

export function StatusBar({ only }: { only: PanelName | null }) {
  return <header className="status">{only}</header>;
}
