/** The header of every window: site, PBXs, the strip, devices, operator, clock; above it what may not be overlooked. */
import { clockTime } from "../../../shared/words/durations.ts";
import { useWall } from "../clock.ts";
import { useConsole, useHostHeard } from "../store.ts";
import { Guarded } from "../ui/Guarded.tsx";
import { type PanelName, setCentre, useView } from "../view.ts";
import { Alarms } from "./Alarms.tsx";
import { AutoAnswer } from "./AutoAnswer.tsx";
import { DevicesPill } from "./DevicesPill.tsx";
import { OperatorPill } from "./OperatorPill.tsx";
import { PbxPills } from "./PbxPills.tsx";
import { Silence } from "./Silence.tsx";
import { Strip } from "./Strip.tsx";
import "./status.css";

/** `only`: the window shows one panel; the strip is there all the same, the pills of the desk are not. */
export function StatusBar({ only }: { only: PanelName | null }) {
  return (
    <>
      <Alarms />
      <AutoAnswer />
      <header className="status" data-alone={only !== null}>
        <SiteName />
        {only === null && <PbxPills />}
        <Guarded name="status">
          <Strip />
        </Guarded>
        <Silence />
        {only === null && (
          <>
            <DevicesPill />
            <OperatorPill />
            <CentreSwitch />
          </>
        )}
        <Clock />
      </header>
    </>
  );
}

function SiteName() {
  const name = useConsole((state) => state.snapshot?.site.name ?? "Priority console");
  const demo = useConsole((state) => state.snapshot?.site.demo ?? false);
  const training = useConsole((state) => state.snapshot?.training !== undefined);
  const plantPanel = useConsole((state) => state.snapshot?.plantPanel ?? null);
  return (
    <span className="brand">
      <h1 className="cut" title={name}>
        {name}
      </h1>
      {training && <span className="trainingWord">TRAINING</span>}
      {demo && !training && (
        <span className="demo" title="Embedded plant: nothing here reaches a real station">
          DEMO
        </span>
      )}
      {plantPanel !== null && (
        <a
          className="plantLink"
          href={plantPanel}
          target="_blank"
          rel="noreferrer"
          title="Press buttons, make a burst of calls, take stations off line"
        >
          Plant
        </a>
      )}
    </span>
  );
}

function CentreSwitch() {
  const centre = useView((view) => view.centre);
  const other = centre === "map" ? "history" : "map";
  return (
    <button type="button" className="pill asButton" onClick={() => setCentre(other)}>
      {other === "history" ? "History" : "Map"}
    </button>
  );
}

function Clock() {
  const wall = useWall();
  const known = useHostHeard();
  return (
    <time className="clock" aria-hidden="true">
      {known ? clockTime(wall) : "--:--:--"}
    </time>
  );
}
