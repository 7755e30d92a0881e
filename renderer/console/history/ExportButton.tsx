/** CSV of everything that matches, made by the host and saved by the browser under a name made here. */
import { useState } from "react";
import type { HistoryFilter } from "../../../shared/link/history.ts";
import { refusalWords } from "../../../shared/words/refusals.ts";
import { query } from "../link.ts";
import { hostNow, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { saveAs } from "../ui/saveAs.ts";
import { csvName } from "./filter.ts";
import { asRefusal } from "./useHistory.ts";

export function ExportButton({ filter }: { filter(beforeSeq: number | null): HistoryFilter }) {
  const [says, setSays] = useState<{ words: string; bad: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const save = () => {
    setBusy(true);
    setSays(null);
    query({ query: "exportCsv", filter: filter(null) })
      .then((result) => {
        if (result.query !== "exportCsv") return;
        const name = csvName(wallOf(hostNow()));
        // The mark tells spreadsheets that it is UTF-8.
        saveAs(name, `\uFEFF${result.csv}`, "text/csv");
        setSays({ words: `${result.rows} rows in “${name}”`, bad: false });
      })
      .catch((cause: unknown) => setSays({ words: refusalWords(asRefusal(cause)), bad: true }))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <span className={says?.bad ? "refusal" : "muted exportSays"} role="status">
        {busy ? "Writing…" : (says?.words ?? "")}
      </span>
      <Button disabled={busy} onClick={save}>
        Export CSV
      </Button>
    </>
  );
}
