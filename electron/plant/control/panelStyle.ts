/** The plant panel's style: the console's dark tokens, so that the two look like one product. */
export const panelStyle = `
:root { color-scheme: dark; --background: #11151a; --panel: #181d24; --raised: #212831; --line: #2c3540;
  --text: #e8ecf1; --muted: #93a0af; --life: #ff4b4b; --live: #35c68a; --urgent: #ffab2e; --fault: #b98cff; --select: #5aa9ff; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--background); color: var(--text); font: 14px/1.4 Inter, system-ui, sans-serif;
  font-variant-numeric: tabular-nums; display: flex; flex-direction: column; height: 100vh; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 12px 16px; background: var(--panel);
  border-bottom: 1px solid var(--line); }
h1 { font-size: 18px; margin: 0; } h2 { font-size: 15px; margin: 0; }
#summary { margin: 0; color: var(--muted); flex: 1; min-width: 12em; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
label { color: var(--muted); font-size: 12.5px; }
input { background: var(--background); color: var(--text); border: 1px solid var(--line); border-radius: 6px; font: inherit;
  padding: 4px 8px; min-height: 32px; }
input[type=number] { width: 5.5em; } input[type=search] { width: 16em; max-width: 100%; }
button { background: var(--raised); color: var(--text); border: 1px solid var(--line); border-radius: 6px; font: inherit;
  font-size: 12.5px; padding: 4px 12px; min-height: 32px; cursor: pointer; }
button:hover { border-color: var(--muted); }
button:focus-visible, input:focus-visible { outline: 2px solid var(--select); outline-offset: 1px; }
button:disabled { color: #8592a1; cursor: default; border-color: var(--line); opacity: .6; }
button.press { border-color: var(--life); }
button.absent { visibility: hidden; }
#trouble { margin: 0; padding: 8px 16px; background: var(--raised); border-left: 4px solid var(--fault); }
main { flex: 1; display: grid; grid-template-columns: minmax(0, 1fr) minmax(240px, 340px); gap: 12px; padding: 12px; min-height: 0; }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 12px; display: flex;
  flex-direction: column; gap: 8px; min-height: 0; }
.head { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; }
ul { list-style: none; margin: 0; padding: 0; overflow: auto; display: grid; gap: 4px; align-content: start; }
#stations li { display: grid; grid-template-columns: 7.5em minmax(8em, 1fr) 8em auto; gap: 8px; align-items: center;
  padding: 4px 8px; border: 1px solid transparent; border-radius: 6px; background: var(--raised);
  content-visibility: auto; contain-intrinsic-size: auto 42px; }
#stations li.talking { border-color: var(--live); } #stations li.ringing { border-color: var(--urgent); }
#stations li.off { background: transparent; border-color: var(--line); }
.number { font-weight: 600; } .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.kind, .word, .quiet { color: var(--muted); font-size: 12.5px; }
.talking .word { color: var(--live); } .ringing .word { color: var(--urgent); } .off .word { color: var(--fault); }
.acts { display: flex; gap: 4px; justify-content: flex-end; flex-wrap: wrap; }
#calls li { padding: 8px; background: var(--raised); border-left: 3px solid var(--line); border-radius: 6px; display: flex;
  justify-content: space-between; gap: 8px; }
#calls li.talking { border-left-color: var(--live); } #calls li.ringing { border-left-color: var(--urgent); }
.quiet { margin: 0; }
@media (max-width: 900px) { main { grid-template-columns: 1fr; grid-template-rows: 2fr 1fr; }
  #stations li { grid-template-columns: 7.5em 1fr auto; } #stations .acts { grid-column: 1 / -1; justify-content: flex-start; } }
`;
