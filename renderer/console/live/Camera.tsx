/** The camera of an event's station: the picture of the press, and the one of this moment, every 2 s while it is looked at. */
import { useEffect, useState } from "react";
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import type { PictureQuery } from "../../../shared/link/consoleLink.ts";
import { clockTime } from "../../../shared/words/durations.ts";
import { query } from "../link.ts";
import { stationOf } from "../places.ts";
import { hostNow, useConsole, wallOf } from "../store.ts";

const refreshMs = 2_000;

interface Shown {
  image: string | null;
  words: string;
  at: number;
}

/** Nothing where the site names no camera, and with nobody signed in. */
export function Camera({ event }: { event: PriorityEvent }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const signedIn = useConsole((state) => state.desk.signedIn !== null);
  const station = stationOf(site, event.stationId);
  if (!station?.camera || !signedIn) return null;
  return (
    <section className="camera" aria-label={`Camera of ${station.name}`} data-testid="camera">
      <AtPress event={event} />
      <Live stationId={station.id} name={station.name} />
      {station.camera.stream !== null && (
        <p className="muted stream">
          Stream: <bdi>{station.camera.stream}</bdi>
        </p>
      )}
    </section>
  );
}

function AtPress({ event }: { event: PriorityEvent }) {
  const last = event.pictures?.at(-1) ?? null;
  const [shown, setShown] = useState<Shown | null>(null);
  const hash = last?.hash ?? null;
  useEffect(() => {
    setShown(null);
    if (hash === null) return;
    let current = true;
    void fetchPicture({ query: "picture", hash }).then((picture) => current && setShown(picture));
    return () => {
      current = false;
    };
  }, [hash]);
  const missed = event.pictureMissed ?? null;
  const when = last && missed === null ? `At the press ${clockTime(wallOf(last.at))}` : "At the press";
  const words = missed ?? (last ? "" : "not yet there");
  return (
    <Figure title={when} shown={missed === null ? shown : null} words={words} alt={`${event.name} at the press`} />
  );
}

function Live({ stationId, name }: { stationId: string; name: string }) {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const look = async () => {
      // A hidden window asks the camera for nothing.
      if (!document.hidden) {
        const picture = await fetchPicture({ query: "livePicture", stationId });
        if (current) setShown(picture);
      }
      if (current) timer = setTimeout(look, refreshMs);
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [stationId]);
  const title = shown?.image ? `Now ${clockTime(wallOf(shown.at))}` : "Now";
  return <Figure title={title} shown={shown} words={shown ? "" : "asking the camera…"} alt={`${name} now`} />;
}

function Figure({ title, shown, words, alt }: { title: string; shown: Shown | null; words: string; alt: string }) {
  return (
    <figure>
      {shown?.image ? <img src={shown.image} alt={alt} /> : <p className="noPicture">{shown?.words || words}</p>}
      <figcaption>{title}</figcaption>
    </figure>
  );
}

async function fetchPicture(asked: PictureQuery): Promise<Shown> {
  try {
    const result = await query(asked);
    if (result.query === "picture") return { image: result.image, words: result.words, at: hostNow() };
    return { image: null, words: "not understood", at: hostNow() };
  } catch (refusal) {
    return { image: null, words: (refusal as { words?: string }).words ?? "not shown", at: hostNow() };
  }
}
