/** Which devices talk and ring; opens the choice of microphone, talk and ring devices. */
import { Popover } from "radix-ui";
import type { AudioDevice, DeviceChoice } from "../../../shared/link/mediaLink.ts";
import { defaultRingAtLeast } from "../../../shared/site/defaults.ts";
import { act } from "../act.ts";
import { chooseDevices } from "../link.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { RingDevices } from "./RingDevices.tsx";

const none: readonly AudioDevice[] = [];
const byDefault: DeviceChoice = { microphone: "", talk: "", ring: [] };

const roles: readonly { role: "microphone" | "talk"; label: string; kind: AudioDevice["kind"] }[] = [
  { role: "microphone", label: "Microphone", kind: "input" },
  { role: "talk", label: "Callers' voices", kind: "output" },
];

export function DevicesPill() {
  const media = useConsole((state) => state.desk.media);
  const volume = useConsole((state) => state.snapshot?.deviceChoice.ringVolume ?? 100);
  const words = !media.up
    ? "Sound not available"
    : `Talk: ${media.talk ?? "none"} · Ring: ${media.ring ?? "none"}${volume === 100 ? "" : ` ${volume} %`}${media.microphone === null ? " · no microphone" : ""}`;
  return (
    <Popover.Root>
      <Popover.Trigger
        className="pill asButton devices"
        data-tone={media.up ? undefined : "lost"}
        title={words}
        aria-label={`Sound devices. ${words}`}
      >
        <Speaker />
        <span className={media.up ? "cut roomy" : "cut"}>{words}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover devicesChoice" sideOffset={8} align="end">
          <h2 className="capital">Sound devices</h2>
          {roles.map((role) => (
            <Choice key={role.role} {...role} />
          ))}
          {media.microphone === null && media.microphoneWhy && <p role="status">{media.microphoneWhy}</p>}
          <RingDevices />
          <Volume />
          <Button onClick={() => act({ type: "startSoundTest" }, "soundTest")}>Test the ring</Button>
          <RefusalAt place="soundTest" />
          <p className="muted">In use now: {words}.</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Down to the site's floor for what must be heard; the rest follows it all the way. */
function Volume() {
  const choice = useConsole((state) => state.snapshot?.deviceChoice ?? byDefault);
  const atLeast = useConsole((state) => state.snapshot?.site.ringAtLeast ?? defaultRingAtLeast);
  const volume = choice.ringVolume ?? 100;
  return (
    <label className="field">
      <span>
        Ring volume {volume} %{volume < atLeast && ` · life safety ${atLeast} %, as the site says`}
      </span>
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={volume}
        onChange={(event) => chooseDevices({ ...choice, ringVolume: Number(event.target.value) })}
      />
    </label>
  );
}

const Speaker = () => (
  <Icon>
    <path d="M2.5 6v4H5l3.5 3V3L5 6zM11 5.5a3.5 3.5 0 0 1 0 5M13 3.5a6.4 6.4 0 0 1 0 9" />
  </Icon>
);

function Choice({ role, label, kind }: (typeof roles)[number]) {
  const devices = useConsole((state) => state.snapshot?.devices ?? none);
  const choice = useConsole((state) => state.snapshot?.deviceChoice ?? byDefault);
  const chosen = choice[role];
  const offered = devices.filter((device) => device.kind === kind);
  const missing = chosen !== "" && !offered.some((device) => device.id === chosen);
  return (
    <label className="field">
      <span>{label}</span>
      <select value={chosen} onChange={(event) => chooseDevices({ ...choice, [role]: event.target.value })}>
        <option value="">The system's default</option>
        {offered.map((device) => (
          <option key={device.id} value={device.id}>
            {device.label}
          </option>
        ))}
        {missing && <option value={chosen}>Chosen device, not plugged in</option>}
      </select>
    </label>
  );
}
