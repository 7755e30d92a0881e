/** History panel. */
import { Panel } from "../ui/Panel.tsx";

export function HistoryPanel() {
  return (
    <Panel name="history" title="History">
      <span />
    </Panel>
  );
}
