/** The buttons of a card: what is due in its state. Each names its target; keys are printed where they act on this card. */
import { isWithoutVoice } from "../../../shared/alarm/alarm.ts";
import { isMute } from "../../../shared/call/decideDial.ts";
import { isAnswerable, isUnderWay } from "../../../shared/call/live.ts";
import { firstToTakeBack, nameIn } from "../../../shared/call/takeBack.ts";
import type { Call, EventId, PriorityEvent } from "../../../shared/desk/state.ts";
import { spotOf } from "../../../shared/place/spot.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Key } from "../ui/Key.tsx";
import { openOutcome, select, showOnMap } from "../view.ts";
import { answerCard } from "./answer.ts";
import { undoForMs } from "./order.ts";
import { useQueue } from "./useQueue.ts";

interface CardButtonsProps {
  event: PriorityEvent;
  calls: readonly Call[];
  /** The keys A, B, O and G act on this card. */
  selected: boolean;
}

export function CardButtons({ event, calls, selected }: CardButtonsProps) {
  const spotId = useConsole(({ snapshot }) => (snapshot && spotOf(snapshot.site, event)?.id) ?? null);
  const has = (...states: Call["state"][]) => calls.some((call) => states.includes(call.state));
  const ringing = has("offered");
  const back = firstToTakeBack(event, calls);
  if (event.closed) return <Undo event={event} closedAt={event.closed.at} />;
  const onTheLine = calls.length > 0;
  const asks = calls.find((call) => call.asksAgain && !call.ending);
  const hint = (key: string) => (selected ? key : undefined);
  return (
    <div className="cardButtons">
      {ringing && !has("answering") && <Answer event={event} calls={calls} />}
      {back && !isUnderWay(back) && !calls.some(isAnswerable) && <Back event={event} call={back} />}
      {(!onTheLine || calls.some(isMute)) && event.number !== null && (
        <Button hint={hint("B")} onClick={() => callBack(event.id)}>
          {`${callBackWords(event)} ${event.name}`}
        </Button>
      )}
      {!event.acknowledged && !(ringing && event.class === "lifeSafety") && !has("answering") && (
        <Button
          hint={hint("A")}
          name={`Acknowledge ${event.name}`}
          onClick={() => void act({ type: "acknowledge", eventId: event.id }, event.id)}
        >
          Acknowledge
        </Button>
      )}
      {asks && (
        <Button name={`Hold ${asks.name} again`} onClick={() => void act({ type: "hold", callId: asks.id }, event.id)}>
          Hold again
        </Button>
      )}
      {!ringing && event.acknowledged && !asks && (
        <Button hint={hint("O")} name={`Outcome of ${event.name}`} onClick={() => outcome(event.id)}>
          Outcome
        </Button>
      )}
      {spotId !== null && (
        <OnMap stationId={spotId} name={event.name} hint={hint("G")} wide={ringing && event.class === "lifeSafety"} />
      )}
    </div>
  );
}

/** An alarm without voice called nobody: its station is called, not called back. */
export const callBackWords = (event: PriorityEvent): string => (isWithoutVoice(event) ? "Call" : "Call back");

export function callBack(eventId: EventId): void {
  select(eventId);
  void act({ type: "callBack", eventId }, eventId);
}

export function outcome(eventId: EventId): void {
  select(eventId);
  openOutcome(eventId);
}

function Answer({ event, calls }: { event: PriorityEvent; calls: readonly Call[] }) {
  const inStrip = useQueue().first?.event.id === event.id;
  const answering = useConsole((state) =>
    Object.values(state.pending).some((one) => one.type === "answer" && one.eventId === event.id),
  );
  const answerable = calls.some((call) => call.state === "offered" && call.notAnswerable === null);
  return (
    <Button tone="go" hint={inStrip ? "Space" : undefined} disabled={!answerable} onClick={() => answerCard(event.id)}>
      {answering ? `Answering ${event.name}…` : `Answer ${event.name}`}
    </Button>
  );
}

/** Names whom the answer goes back to: it need not be the caller. */
function Back({ event, call }: { event: PriorityEvent; call: Call }) {
  const inStrip = useQueue().first?.event.id === event.id;
  return (
    <Button tone="go" hint={inStrip ? "Space" : undefined} onClick={() => answerCard(event.id)}>
      {`${call.listenOnly ? "Speak with" : "Back to"} ${nameIn(event, call)}`}
    </Button>
  );
}

interface OnMapProps {
  stationId: string;
  name: string;
  hint: string | undefined;
  /** Words beside the pin: where there is room. */
  wide: boolean;
}

function OnMap({ stationId, name, hint, wide }: OnMapProps) {
  return (
    <button
      type="button"
      className={wide ? "button" : "button onMap"}
      aria-label={`Show on map: ${name}`}
      aria-keyshortcuts={hint}
      title={`Show on map${hint ? ` (${hint})` : ""}`}
      onClick={() => showOnMap(stationId)}
    >
      {wide ? (
        <span className="word">
          <span className="roomy">Show on </span>map
        </span>
      ) : (
        <Pin />
      )}
      {wide && hint && <Key>{hint}</Key>}
    </button>
  );
}

const Pin = () => (
  <Icon>
    <path d="M8 14.2S3.2 9.7 3.2 6.4a4.8 4.8 0 0 1 9.6 0C12.8 9.7 8 14.2 8 14.2z" />
    <circle cx="8" cy="6.4" r="1.6" />
  </Icon>
);

function Undo({ event, closedAt }: { event: PriorityEvent; closedAt: number }) {
  const now = useNow(250);
  const leftS = Math.ceil((closedAt + undoForMs - now) / 1000);
  return (
    <div className="cardButtons">
      {leftS > 0 && (
        <Button
          name={`Undo close of ${event.name}`}
          onClick={() => void act({ type: "undoClose", eventId: event.id }, event.id)}
        >
          {`Undo close · ${leftS} s`}
        </Button>
      )}
    </div>
  );
}
