/** One call, large: with whom, its sound, and its controls. Keys are printed while they act on this call. */
import { useShallow } from "zustand/react/shallow";
import { isUnderWay } from "../../../shared/call/live.ts";
import type { Call, PriorityEvent } from "../../../shared/desk/state.ts";
import type { Site } from "../../../shared/site/site.ts";
import { duration } from "../../../shared/words/durations.ts";
import { causeWords, typeLabels } from "../../../shared/words/labels.ts";
import { silentAdvice } from "../../../shared/words/states.ts";
import { transferWords } from "../../../shared/words/transfers.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { stationOf } from "../places.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { openKeypad, openOutcome, openPicker, type PickerAct, useView } from "../view.ts";
import { AlarmList } from "./AlarmList.tsx";
import { DoorButton, DoorGuard } from "./DoorControl.tsx";
import { EndButton } from "./EndButton.tsx";
import { Keypad } from "./Keypad.tsx";
import { Parties } from "./Parties.tsx";
import { PartyPicker } from "./PartyPicker.tsx";
import { keyCall, mayPick } from "./subject.ts";
import { Vu } from "./Vu.tsx";

export function CallView({ call, event }: { call: Call; event: PriorityEvent | null }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const keysHere = useConsole(({ desk }) => keyCall(desk)?.id === call.id);
  const keypadOpen = useView((view) => view.keypadOpen);
  const hint = (key: string) => (keysHere ? key : undefined);
  const guarded = event?.class === "lifeSafety";
  const asked = useView((view) => (view.picker?.callId === call.id ? view.picker.does : null));
  const may = useConsole(
    useShallow(({ desk }) => ({
      transfer: mayPick(desk, call, "transfer"),
      addParty: mayPick(desk, call, "addParty"),
    })),
  );
  const picking = asked !== null && may[asked] ? asked : null;
  const pickerButton = (does: PickerAct) => ({
    size: "call" as const,
    "aria-pressed": picking === does,
    disabled: !may[does],
    onClick: () => openPicker(picking === does ? null : { does, callId: call.id }),
  });
  return (
    <section
      className="call"
      aria-label={`Call with ${call.name}`}
      data-testid="live-call"
      data-call-state={call.state}
    >
      <div className="callHead">
        <h3>{call.name}</h3>
        <p className="muted">{whereWords(call, site)}</p>
        <Stage call={call} site={site} />
        <TransferStage call={call} />
      </div>
      {(call.state === "talking" || call.state === "answering") && (
        <Vu callId={call.id} muted={call.muted} them={call.direction === "in" ? "caller" : "them"} />
      )}
      {event && <AlarmList event={event} />}
      <SilentAdvice call={call} event={event} camera={stationOf(site, call.stationId)?.camera !== undefined} />
      <div className="callKeys">
        {call.state === "held" ? (
          <Button
            size="call"
            tone="go"
            onClick={() => resume(call)}
            name={`Back to ${call.name}`}
            disabled={isUnderWay(call)}
          >
            Back to call
          </Button>
        ) : (
          <Button
            size="call"
            hint={hint("H")}
            name={`Hold ${call.name}`}
            disabled={call.state !== "talking"}
            onClick={() => hold(call)}
          >
            Hold
          </Button>
        )}
        <Button {...pickerButton("transfer")} hint={hint("T")} name={`Transfer ${call.name} to …`}>
          Transfer
        </Button>
        <Button {...pickerButton("addParty")} hint={hint("C")} name={`Add party to the call with ${call.name}`}>
          Add party
        </Button>
        <Button
          size="call"
          hint={hint("M")}
          name={call.muted ? `Unmute microphone to ${call.name}` : `Mute microphone to ${call.name}`}
          aria-pressed={call.muted}
          disabled={call.state !== "talking"}
          onClick={() => mute(call)}
        >
          {call.muted ? "Unmute" : "Mute"}
        </Button>
        <Button
          size="call"
          hint={hint("K")}
          name={`Keypad for ${call.name}`}
          aria-pressed={keypadOpen}
          disabled={call.state !== "talking"}
          onClick={() => openKeypad(!keypadOpen)}
        >
          Keypad
        </Button>
        <DoorButton call={call} hint={hint("E")} />
        <Button
          size="call"
          hint={event ? "O" : undefined}
          name={event ? `Outcome of ${event.name}` : "Outcome"}
          disabled={!event}
          onClick={() => event && openOutcome(event.id)}
        >
          Outcome
        </Button>
      </div>
      <DoorGuard call={call} />
      {picking && site && <PartyPicker key={picking} call={call} site={site} does={picking} />}
      {keypadOpen && call.state === "talking" && <Keypad call={call} />}
      <Parties call={call} guarded={guarded} />
      <div className="callEnd">
        <EndButton calls={[call]} name={`end call with ${call.name}`} guarded={guarded} hint={hint("Ctrl End")} />
        <RefusalAt place={call.id} />
      </div>
    </section>
  );
}

/** "Platform 2 east · SOS terminal · 6031 · PBX A" */
function whereWords(call: Call, site: Site | null): string {
  const station = stationOf(site, call.stationId);
  const pbx = (site?.pbxs.length ?? 0) > 1 ? site?.pbxs.find((one) => one.id === call.pbxId)?.name : undefined;
  const area = station && site?.areas.find((one) => one.id === station.place.areaId)?.name;
  return [station?.place.words, area, station && typeLabels[station.type], call.number ?? "number not known", pbx]
    .filter(Boolean)
    .join(" · ");
}

/** What goes on beyond sound: stages of a call out, who answered, muted. */
function Stage({ call, site }: { call: Call; site: Site | null }) {
  const by = call.handledBy === null ? "" : ` by ${causeWords(call.handledBy, site)}`;
  const words = stageWords(call, by);
  return words === "" ? null : (
    <p className="stage" role="status">
      {words}
    </p>
  );
}

/** How far passing it on is; why it failed stays to be read. */
function TransferStage({ call }: { call: Call }) {
  const now = useNow(1000);
  const { transfer } = call;
  if (!transfer) return null;
  const { words, code } = transferWords(transfer);
  return (
    <p className="stage transferStage" data-state={transfer.state} role="status">
      {words} {isUnderWay(call) && <span aria-hidden="true">{duration(now - transfer.askedAt)}</span>}
      {code !== null && <code>{code}</code>}
    </p>
  );
}

function stageWords(call: Call, by: string): string {
  if (isUnderWay(call)) return "";
  if (call.ending) return "Ending…";
  switch (call.state) {
    case "dialling":
      return "Dialling: nothing heard from the far end yet";
    case "alerting":
      return "It rings there";
    case "answering":
      return "Answering: the voice path opens";
    case "held":
      return "Held: neither voice passes, the caller hears “please stay…”";
    default:
      return call.direction === "in" ? `Answered${by}` : `Called${by}`;
  }
}

export const hold = (call: Call): void => void act({ type: "hold", callId: call.id }, call.id);
export const resume = (call: Call): void => void act({ type: "resume", callId: call.id }, call.id);
export const mute = (call: Call): void => void act({ type: "mute", callId: call.id, muted: !call.muted }, call.id);

/** A caller who cannot or dare not speak is asked for another sign, before anybody thinks of ending the call. */
function SilentAdvice({ call, event, camera }: { call: Call; event: PriorityEvent | null; camera: boolean }) {
  const advice = event && silentAdvice(call, event, camera);
  return advice ? (
    <p className="silentAdvice" role="status">
      {advice}
    </p>
  ) : null;
}
