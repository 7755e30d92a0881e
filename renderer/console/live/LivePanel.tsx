/** The live call. */
import { Panel } from "../ui/Panel.tsx";

export function LivePanel() {
  return (
    <Panel name="live" title="Live call">
      <span />
    </Panel>
  );
}
