/** Notes of an event: those recorded, and the one being written. Kept as it is typed; recorded on Enter or when left. */
import { useRef } from "react";
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { longestNote } from "../../../shared/priority/decideEvent.ts";
import { clockMinute } from "../../../shared/words/durations.ts";
import { causeWords } from "../../../shared/words/labels.ts";
import { act } from "../act.ts";
import { useKey } from "../hotkeys.ts";
import { useConsole, wallOf } from "../store.ts";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { useDraft } from "./draft.ts";

export function NoteField({ event }: { event: PriorityEvent }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const [text, setText] = useDraft(`note:${event.id}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const sending = useRef(false);
  useKey("note", { down: () => field.current?.focus() });

  const record = async () => {
    const said = text.trim();
    if (said === "" || sending.current) return;
    sending.current = true;
    const refusal = await act({ type: "note", eventId: event.id, text: said }, `note:${event.id}`);
    sending.current = false;
    if (!refusal) setText("");
  };
  return (
    <div className="notes">
      {event.notes.length > 0 && (
        <ul aria-label={`Notes on ${event.name}`}>
          {event.notes.map((note) => (
            <li key={`${note.at}:${note.text}`}>
              <span className="muted">
                {clockMinute(wallOf(note.at))} {causeWords(note.by, site)}
              </span>{" "}
              {note.text}
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={field}
        rows={2}
        maxLength={longestNote}
        value={text}
        aria-label={`Note on ${event.name}`}
        aria-keyshortcuts="N"
        placeholder="Note (kept as you type, Enter records it)   N"
        onChange={(change) => setText(change.target.value)}
        onBlur={() => void record()}
        onKeyDown={(key) => {
          if (key.key === "Escape") field.current?.blur();
          if (key.key !== "Enter" || key.shiftKey || key.nativeEvent.isComposing) return;
          key.preventDefault();
          void record();
        }}
      />
      <RefusalAt place={`note:${event.id}`} />
    </div>
  );
}
