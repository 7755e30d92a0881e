/**
 * The plant panel's script, as the text it is served as: it asks for the state once a second and changes only what is
 * different, so that a button never moves or vanishes under the pointer.
 */
export const panelScript = `"use strict";
const byId = (id) => document.getElementById(id);
const words = { sosTerminal: "SOS terminal", helpPoint: "Help point", intercom: "Intercom", doorStation: "Door station",
  speaker: "Speaker", contact: "Contact" };
const rows = new Map();

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function say(trouble) {
  byId("trouble").textContent = trouble;
  byId("trouble").hidden = trouble === "";
}

async function ask(path, body) {
  try {
    const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const answer = await response.json();
    say(response.ok ? "" : answer.error);
  } catch {
    say("The plant does not answer.");
  }
  refresh();
}

function button(text, className, act) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function makeRow(station) {
  const { number } = station;
  const item = make("li", "");
  const word = make("span", "word");
  const acts = make("span", "acts");
  // A speaker has no button; a contact has a telephone.
  const absent = station.type === "speaker" ? " absent" : "";
  const press = button(station.type === "contact" ? "Call" : "Press", "press" + absent, () => ask("/press", { number }));
  const twice = button("Twice", absent, () => ask("/press", { number, times: 2 }));
  const hangUp = button("Hang up", "", () => ask("/hangup", { number }));
  // A telephone has keys: the console's call to the supervisor asks for one.
  const key = button("Key 1", station.type === "contact" ? "" : "absent", () => ask("/key", { number, digit: "1" }));
  const line = button("", "", () => ask(line.dataset.path, { number }));
  acts.append(press, twice, key, hangUp, line);
  const name = make("span", "name", station.name);
  name.append(" ", make("span", "kind", words[station.type]));
  item.append(make("span", "number", number), name, word, acts);
  byId("stations").append(item);
  return { item, word, key, hangUp, line, text: (number + " " + station.name + " " + words[station.type]).toLowerCase() };
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function draw(station) {
  let row = rows.get(station.number);
  if (row === undefined) rows.set(station.number, (row = makeRow(station)));
  const talking = station.calls.find((call) => call.state === "talking");
  const call = talking ?? station.calls[0];
  const state = call !== undefined ? call.state : station.isOnline ? "" : "off";
  if (row.item.className !== state) row.item.className = state;
  setText(row.word, call !== undefined ? (call.isPage ? "page" : call.state) + " " + call.peer : station.isOnline ? "on line" : "off line");
  row.key.disabled = talking === undefined;
  row.hangUp.disabled = call === undefined;
  row.line.dataset.path = station.isOnline ? "/offline" : "/online";
  setText(row.line, station.isOnline ? "Off line" : "On line");
}

function drawCalls(stations) {
  const calls = stations.flatMap((station) => station.calls.map((call) => ({ station, call })));
  const items = calls.map(({ station, call }) => {
    const item = make("li", call.state);
    const way = call.direction === "out" ? " → " : " ← ";
    item.append(make("span", "", station.number + way + call.peer),
      make("span", "kind", (call.isPage ? "page, " : "") + call.state + (call.digits === "" ? "" : ", digits " + call.digits)));
    return item;
  });
  byId("calls").replaceChildren(...items);
  byId("noCall").hidden = items.length > 0;
}

function search() {
  const wanted = byId("search").value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows.values()) {
    row.item.hidden = !row.text.includes(wanted);
    if (!row.item.hidden) shown += 1;
  }
  byId("noStation").hidden = shown > 0 || rows.size === 0;
}

async function refresh() {
  try {
    const { stations } = await (await fetch("/state")).json();
    const added = stations.some((station) => !rows.has(station.number));
    stations.forEach(draw);
    drawCalls(stations);
    if (added) search();
    const online = stations.filter((station) => station.isOnline).length;
    setText(byId("summary"), online + " of " + stations.length + " on line");
  } catch {
    setText(byId("summary"), "The plant does not answer.");
  }
}

byId("search").addEventListener("input", search);
byId("burst").addEventListener("submit", (event) => {
  event.preventDefault();
  ask("/burst", { count: Number(byId("count").value), everyMs: Number(byId("every").value) });
});
refresh();
setInterval(refresh, 1000);
`;
