/** Map panel. */
import { Panel } from "../ui/Panel.tsx";

export function MapPanel() {
  return (
    <Panel name="map" title="Map">
      <span />
    </Panel>
  );
}
