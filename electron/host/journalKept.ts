/**
 * What stands beside the chain for the host's next life: legs that are up, signatures that were taken, the stamp that says
 * until when it lived. Rows are replaced and forgotten; none is an entry, has a hash, or is ever exported. This is the
 * host's end: it knows what the file does not know yet.
 */
import type { KeptRow } from "./journalMessages.ts";

export class KeptRows {
  readonly #rows: Map<string, KeptRow>;
  /** Of which the file does not know the latest yet. */
  readonly #changed = new Map<string, KeptRow>();
  #sent: readonly KeptRow[] = [];

  /** `rows`: what the present file keeps. */
  constructor(rows: readonly KeptRow[]) {
    this.#rows = new Map(rows.map((row) => [idOf(row), row]));
  }

  get isChanged(): boolean {
    return this.#changed.size > 0;
  }

  keep(row: KeptRow): void {
    const id = idOf(row);
    if (row.kept === null) this.#rows.delete(id);
    else this.#rows.set(id, row);
    this.#changed.set(id, row);
  }

  /** The next changes for the writer, at most `most`. */
  next(most: number): readonly KeptRow[] {
    this.#sent = [...this.#changed.values()].slice(0, most);
    return this.#sent;
  }

  /** What was sent is on disk; what changed meanwhile is not. */
  confirmed(): void {
    for (const row of this.#sent) {
      if (this.#changed.get(idOf(row)) === row) this.#changed.delete(idOf(row));
    }
    this.#sent = [];
  }

  /** A new file has none of them. */
  beginAgain(): void {
    for (const [id, row] of this.#rows) this.#changed.set(id, row);
  }
}

const idOf = ({ table, key }: KeptRow): string => `${table} ${key}`;
