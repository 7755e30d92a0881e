/** CSV of everything that matches, made by the host and saved by the browser under a name made here. */
import { useState } from "react";
import type { HistoryFilter } from "../../../shared/link/history.ts";
import { refusalWords } from "../../../shared/words/refusals.ts";
import { query } from "../link.ts";
import { Button } from "../ui/Button.tsx";
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
        const name = csvName(Date.now());
        saveAs(name, result.csv);
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

function saveAs(name: string, csv: string): void {
  // The mark tells spreadsheets that it is UTF-8.
  const url = URL.createObjectURL(new Blob(["\uFEFF", csv], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
