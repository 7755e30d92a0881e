/** The row of a page: hold to talk, stop, play a message, all call, and in words what became of the last page. */
import { useState } from "react";
import type { Site } from "../../../shared/site/site.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { AllCall } from "./AllCall.tsx";
import { pagePlace } from "./holdToTalk.ts";
import { MessageOnAir } from "./MessageOnAir.tsx";
import { PlayButton } from "./PlayButton.tsx";
import { receiptWords } from "./pageWords.ts";
import { StopButton } from "./StopButton.tsx";
import { TalkButton } from "./TalkButton.tsx";

const receiptForMs = 60_000;

export function TalkBar({ site }: { site: Site }) {
  const page = useConsole((state) => state.desk.page);
  const [guarding, setGuarding] = useState(false);
  return (
    <div className="talkBar">
      {guarding ? (
        <AllCall site={site} onClose={() => setGuarding(false)} />
      ) : (
        <>
          {page?.message ? <MessageOnAir page={page} site={site} /> : <TalkButton site={site} approval={null} />}
          <StopButton />
          <PlayButton site={site} approval={null} />
          <Button
            size="call"
            name="All call: needs a second operator's PIN"
            disabled={page !== null}
            onClick={() => setGuarding(true)}
          >
            All call
          </Button>
        </>
      )}
      <span className="talkSays">
        <RefusalAt place={pagePlace} />
        <Receipt site={site} />
      </span>
    </div>
  );
}

function Receipt({ site }: { site: Site }) {
  const page = useConsole((state) => state.desk.page);
  const last = useConsole((state) => state.desk.lastPage);
  const now = useNow(1000);
  if (page) {
    const failed = page.legs.filter((leg) => leg.failure !== null).length;
    if (failed > 0) return <span className="refusal">{`${failed} of ${page.legs.length} zones not reached`}</span>;
  }
  if (!page && last && now - last.closedAt < receiptForMs)
    return (
      <span className="muted receipt" role="status" title={receiptWords(last, site)}>
        {receiptWords(last, site)}
      </span>
    );
  return <span className="muted receipt">{`Presents as “${site.presentsAs}”`}</span>;
}
