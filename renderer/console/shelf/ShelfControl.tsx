/** Beside a station or an event: what it is on and until when, with its end; else the buttons that put it there. */
import { useCallback, useState } from "react";
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { classOfStation, type Shelf, shelfOf, shelfOfStation } from "../../../shared/shelf/shelf.ts";
import type { Station } from "../../../shared/site/site.ts";
import { shelfWords } from "../../../shared/words/shelves.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { ShelfForm, type Wanted } from "./ShelfForm.tsx";
import "./shelf.css";

export function StationShelf({ station }: { station: Station }) {
  const shelf = useConsole(({ desk }) => shelfOfStation(desk, station.id));
  const of = { kind: "station" as const, id: station.id };
  const { name } = station;
  const mayShelve = classOfStation(station) !== "lifeSafety";
  return (
    <Control
      shelf={shelf}
      offers={[
        ...(mayShelve && !shelf ? [{ as: "shelved" as const, of, name }] : []),
        ...(shelf?.as === "outOfService" ? [] : [{ as: "outOfService" as const, of, name }]),
      ]}
    />
  );
}

export function EventShelf({ event }: { event: PriorityEvent }) {
  const shelf = useConsole(({ desk }) => shelfOf(desk, event));
  const of = { kind: "event" as const, id: event.id };
  const offers =
    shelf || event.class === "lifeSafety" || event.closed ? [] : [{ as: "shelved" as const, of, name: event.name }];
  return <Control shelf={shelf} offers={offers} />;
}

function Control({ shelf, offers }: { shelf: Shelf | null; offers: readonly Wanted[] }) {
  const [open, setOpen] = useState<Wanted | null>(null);
  const close = useCallback(() => setOpen(null), []);
  if (open) return <ShelfForm wanted={open} onDone={close} />;
  if (!shelf && offers.length === 0) return null;
  return (
    <div className="shelfControl">
      {shelf && (
        <p className="shelfSays" data-as={shelf.as}>
          <ShelfSays shelf={shelf} />
        </p>
      )}
      <div className="shelfKeys">
        {shelf && <EndShelf shelf={shelf} />}
        {offers.map((offer) => (
          <Button
            key={offer.as}
            tone="quiet"
            name={offer.as === "shelved" ? `Shelve ${offer.name}…` : `Out of service… (${offer.name})`}
            onClick={() => setOpen(offer)}
          >
            {offer.as === "shelved" ? "Shelve…" : "Out of service…"}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** Counts down. */
export function ShelfSays({ shelf }: { shelf: Shelf }) {
  const now = useNow(1000);
  return <>{shelfWords(shelf, now)}</>;
}

export function EndShelf({ shelf }: { shelf: Shelf }) {
  const place = `end ${shelf.id}`;
  const words = shelf.as === "shelved" ? "End the shelf" : "Back in service";
  return (
    <>
      <Button name={`${words}: ${shelf.name}`} onClick={() => void act({ type: "endShelf", shelfId: shelf.id }, place)}>
        {words}
      </Button>
      <RefusalAt place={place} />
    </>
  );
}
