/** Stands where the talk button is while a message is played: which one, how far. The microphone is not open. */
import type { Page } from "../../../shared/page/page.ts";
import type { Site } from "../../../shared/site/site.ts";
import { useNow } from "../clock.ts";
import { messageWords } from "./pageWords.ts";

export function MessageOnAir({ page, site }: { page: Page; site: Site }) {
  const now = useNow(250);
  const { air, name } = messageWords(page, now, site);
  return (
    <span className="button talkButton messageOnAir" role="timer" data-air={air.startsWith("ON AIR") || undefined}>
      <span className="word">{air}</span>
      <b className="cut">{name}</b>
    </span>
  );
}
