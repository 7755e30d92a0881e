/** Opens a panel in a window of its own. In Electron the shell takes window.open over. Not drawn in such a window. */
import { type PanelName, panelOfWindow } from "../view.ts";
import { Icon } from "./Icon.tsx";

export function PopOut({ name, title }: { name: PanelName; title: string }) {
  if (panelOfWindow !== null) return null;
  return (
    <button
      type="button"
      className="popOut"
      aria-label={`Open ${title.toLowerCase()} in its own window`}
      title="Open in own window"
      onClick={() => window.open(`?panel=${name}`, `console-${name}`, "popup,width=1100,height=760")}
    >
      <Icon>
        <path d="M6.5 3H3v10h10V9.5M9.5 3H13v3.5M13 3 7.5 8.5" />
      </Icon>
    </button>
  );
}
