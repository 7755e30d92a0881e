/** F1: the table of keys, in front of the middle; the queue stays in use. */
import { keyTable } from "../keys.ts";
import { useConsole } from "../store.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Key } from "../ui/Key.tsx";
import { openHelp, useView } from "../view.ts";

export function Help() {
  const open = useView((view) => view.helpOpen);
  const about = useConsole((state) => state.snapshot?.about);
  return (
    <Dialog open={open} onClose={() => openHelp(false)} title="Keys" className="help">
      <table>
        <tbody>
          {keyTable.map((row) => (
            <tr key={row.keys}>
              <td>
                <Key>{row.keys}</Key>
                <span className="heardOnly">{row.keys}</span>
              </td>
              <td>{row.does}</td>
              <th scope="row">{row.on}</th>
            </tr>
          ))}
        </tbody>
      </table>
      {about && (
        <p className="muted helpAbout">
          {about.answerKey ?? "Ctrl+Alt+Space answers in the console's own windows"}.<br />
          Version {about.version} · shell {about.shell} · plant {about.plant} · journal {about.journal}
        </p>
      )}
    </Dialog>
  );
}
