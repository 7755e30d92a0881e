/** The filter of the history: time, words, class, station, kind. Each change asks again; words wait until typing pauses. */
import { useEffect, useId, useMemo, useState } from "react";
import { type ClassName, classOrder, type Site } from "../../../shared/site/site.ts";
import { type GroupName, groups, type HistoryForm, type RangeName, ranges } from "./filter.ts";

interface FilterProps {
  site: Site;
  form: HistoryForm;
  onChange(form: HistoryForm): void;
}

const typingPauseMs = 250;

export function HistoryFilters({ site, form, onChange }: FilterProps) {
  const set = (change: Partial<HistoryForm>) => onChange({ ...form, ...change });
  return (
    <search className="historyFilters" aria-label="Filter the history">
      <select
        aria-label="Time"
        value={form.range}
        onChange={(event) => set({ range: event.target.value as RangeName })}
      >
        {ranges.map((range) => (
          <option key={range.value} value={range.value}>
            {range.label}
          </option>
        ))}
      </select>
      {form.range === "chosen" && (
        <>
          <input
            type="datetime-local"
            aria-label="From"
            value={form.from}
            onChange={(event) => set({ from: event.target.value })}
          />
          <input
            type="datetime-local"
            aria-label="To"
            value={form.to}
            onChange={(event) => set({ to: event.target.value })}
          />
        </>
      )}
      <Words text={form.text} onChange={(text) => set({ text })} />
      <select
        aria-label="Class"
        value={form.class}
        onChange={(event) => set({ class: event.target.value as ClassName | "" })}
      >
        <option value="">Every class</option>
        {classOrder.map((name) => (
          <option key={name} value={name}>
            {site.classes[name].label}
          </option>
        ))}
      </select>
      <select
        aria-label="Kind"
        value={form.group}
        onChange={(event) => set({ group: event.target.value as GroupName | "" })}
      >
        <option value="">Every kind</option>
        {Object.entries(groups).map(([name, { label }]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      <StationField site={site} stationId={form.stationId} onChange={(stationId) => set({ stationId })} />
    </search>
  );
}

function Words({ text, onChange }: { text: string; onChange(text: string): void }) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onChange(typed), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, text, onChange]);
  return (
    <input
      type="search"
      aria-label="Words, names, numbers"
      placeholder="Words, names, numbers"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

const suggested = 20;

/** A station by its name: suggestions as one types, taken when a name is whole. */
function StationField({
  site,
  stationId,
  onChange,
}: {
  site: Site;
  stationId: string | null;
  onChange(id: string | null): void;
}) {
  const id = useId();
  const chosen = site.stations.find((one) => one.id === stationId);
  const [typed, setTyped] = useState(chosen?.name ?? "");
  useEffect(() => setTyped(chosen?.name ?? ""), [chosen]);
  const wanted = typed.trim().toLowerCase();
  const names = useMemo(
    () =>
      wanted === "" ? [] : site.stations.filter((one) => one.name.toLowerCase().includes(wanted)).slice(0, suggested),
    [site, wanted],
  );
  return (
    <>
      <input
        type="search"
        list={id}
        aria-label="Station"
        placeholder="Every station"
        value={typed}
        onChange={(event) => {
          const name = event.target.value;
          setTyped(name);
          const whole = site.stations.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
          if (whole || name.trim() === "") onChange(whole?.id ?? null);
        }}
        onBlur={() => setTyped(chosen?.name ?? "")}
      />
      <datalist id={id}>
        {names.map((one) => (
          <option key={one.id} value={one.name} />
        ))}
      </datalist>
    </>
  );
}
