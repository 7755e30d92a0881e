/** The site's contacts to call: patrols, services, neighbours. */
import type { Contact } from "../../../shared/site/site.ts";
import { act } from "../act.ts";
import { Button } from "../ui/Button.tsx";
import { callPlace } from "./callPlace.ts";
import { RowList } from "./RowList.tsx";

const call = (contact: Contact) => void act({ type: "call", number: contact.number, eventId: null }, callPlace);

export function ContactsTab({ contacts }: { contacts: readonly Contact[] }) {
  return (
    <div className="listTab">
      <RowList
        label="Contacts"
        rows={contacts}
        keyOf={(contact) => contact.id}
        rowHeight={40}
        onEnter={call}
        empty="This site has no contacts."
        draw={(contact) => (
          <div className="listRow">
            <b className="cut">{contact.name}</b>
            <span className="muted cut grow">{contact.words}</span>
            <span className="muted">{contact.number}</span>
            <Button tabIndex={-1} onClick={() => call(contact)}>
              {`Call ${contact.name}`}
            </Button>
          </div>
        )}
      />
    </div>
  );
}
