/** Stop: always there while a page runs, for anyone at the position. */
import { act } from "../act.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { pagePlace } from "./holdToTalk.ts";

export function StopButton() {
  const pageId = useConsole((state) => state.desk.page?.id ?? null);
  if (pageId === null) return null;
  return (
    <Button
      tone="stop"
      size="call"
      name="Stop the page"
      onClick={() => void act({ type: "stopPage", pageId }, pagePlace)}
    >
      Stop
    </Button>
  );
}
