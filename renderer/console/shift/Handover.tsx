/** The handover sheet, in front of the middle: what is open, what is wrong, what to know; signed by who goes, then by who comes. */
import { clockMinute } from "../../../shared/words/durations.ts";
import { causeWords } from "../../../shared/words/labels.ts";
import { act } from "../act.ts";
import { useConsole, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { openHandover, useView } from "../view.ts";
import { Sheet } from "./Sheet.tsx";
import { Successor } from "./Successor.tsx";
import "./shift.css";

export function Handover() {
  const open = useView((view) => view.handoverOpen);
  const isSigned = useConsole(({ desk }) => desk.signedIn !== null);
  return (
    <Dialog open={open && isSigned} onClose={() => openHandover(false)} title="Handover sheet" className="handover">
      <Sheet />
      <Signatures />
      <RefusalAt place="handover" />
      <Button tone="quiet" hint="Esc" onClick={() => openHandover(false)}>
        Close the sheet
      </Button>
    </Dialog>
  );
}

function Signatures() {
  const handover = useConsole(({ desk }) => desk.handover);
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const operatorId = useConsole(({ desk }) => desk.signedIn?.operatorId ?? "");
  const name = site?.operators.find((one) => one.id === operatorId)?.name ?? operatorId;
  if (!handover) {
    return (
      <Button size="call" tone="select" onClick={() => act({ type: "signHandover" }, "handover")}>
        {`Sign as ${name}, who goes`}
      </Button>
    );
  }
  return (
    <>
      <p className="signature">
        <span>
          Signed by <b>{causeWords(handover.by, site)}</b> at {clockMinute(wallOf(handover.at))}
        </span>
        <span className="grow" />
        <Button onClick={() => act({ type: "withdrawHandover" }, "handover")}>Withdraw</Button>
      </p>
      <Successor />
    </>
  );
}
