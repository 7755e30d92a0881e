/** Reach panel. */
import { Panel } from "../ui/Panel.tsx";

export function ReachPanel() {
  return (
    <Panel name="reach" title="Reach">
      <span />
    </Panel>
  );
}
