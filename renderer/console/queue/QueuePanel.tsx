/** The queue of priority events. */
import { Panel } from "../ui/Panel.tsx";

export function QueuePanel() {
  return (
    <Panel name="queue" title="Priority events">
      <span />
    </Panel>
  );
}
