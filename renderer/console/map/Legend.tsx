/** What the shapes and colours mean. */
import type { StationType } from "../../../shared/site/site.ts";
import { TypeShape } from "../ui/TypeShape.tsx";

const shapes: readonly { type: StationType; words: string }[] = [
  { type: "sosTerminal", words: "SOS terminal" },
  { type: "helpPoint", words: "help point" },
  { type: "doorStation", words: "door, intercom" },
  { type: "speaker", words: "speaker" },
];

export function Legend() {
  return (
    <ul className="legend" aria-label="Legend">
      <li>
        {shapes.map(({ type, words }) => (
          <span key={type}>
            <TypeShape type={type} size={11} /> {words}
          </span>
        ))}
      </li>
      <li>
        <span data-tone="lifeSafety">red: life safety, waiting</span> <span data-tone="late">amber: urgent, held</span>
      </li>
      <li>
        <span data-tone="live">green: voice path open</span>{" "}
        <span data-tone="fault">violet ✕: fault, outline: out of service</span>
      </li>
    </ul>
  );
}
