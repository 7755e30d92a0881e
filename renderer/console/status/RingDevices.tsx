/** Which devices ring: ticked one by one, each with what is wrong with it. None ticked: the system's default rings. */
import { faultKey } from "../../../shared/desk/reduce.ts";
import { mostRingDevices, type RingDevice } from "../../../shared/sound/ringDevices.ts";
import { chooseDevices } from "../link.ts";
import { useConsole } from "../store.ts";

export function RingDevices() {
  const snapshot = useConsole((state) => state.snapshot);
  const faults = useConsole((state) => state.desk.faults);
  if (!snapshot) return null;
  const { devices, deviceChoice } = snapshot;
  const chosen = deviceChoice.ring;
  const offered = devices.filter(({ kind }) => kind === "output");
  const gone = chosen.filter(({ id }) => !offered.some((device) => device.id === id));
  const isFull = chosen.length >= mostRingDevices;
  const tick = ({ id, label }: RingDevice, on: boolean): void => {
    const others = chosen.filter((device) => device.id !== id);
    chooseDevices({ ...deviceChoice, ring: on ? [...others, { id, label }] : others });
  };
  return (
    <fieldset className="field ringDevices">
      <legend>Ring, on each device ticked</legend>
      {[...offered, ...gone].map((device) => {
        const isChosen = chosen.some(({ id }) => id === device.id);
        const fault = faults[faultKey("ringDeviceSilent", device.id)];
        return (
          <label key={device.id} className="tick" title={fault?.words ?? device.label}>
            <input
              type="checkbox"
              checked={isChosen}
              disabled={isFull && !isChosen}
              onChange={(event) => tick(device, event.target.checked)}
            />
            <span className="cut">{device.label || "Chosen device"}</span>
            {isChosen && (fault || gone.includes(device)) && (
              <span className="note">{gone.includes(device) ? "not there" : "does not ring"}</span>
            )}
          </label>
        );
      })}
      {offered.length === 0 && <p className="muted">No device is named to choose from.</p>}
      {chosen.length === 0 && <p className="muted">None ticked: the system's default rings.</p>}
      {isFull && (
        <p className="muted" role="status">
          At most {mostRingDevices} devices ring: untick one to tick another.
        </p>
      )}
    </fieldset>
  );
}
