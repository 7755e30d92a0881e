/** Opens the recorded messages; not drawn where the site has none. */
import type { Site } from "../../../shared/site/site.ts";
import type { Approval } from "../act.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { askMessage } from "./messages.ts";

/** `approval`: of an all call. */
export function PlayButton({ site, approval }: { site: Site; approval: Approval | null }) {
  const page = useConsole((state) => state.desk.page);
  if (site.messages.length === 0) return null;
  return (
    <Button size="call" hint="L" disabled={page !== null} onClick={() => askMessage(approval)}>
      Play message…
    </Button>
  );
}
