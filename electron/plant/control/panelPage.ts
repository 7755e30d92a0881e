/** The plant panel's page. Script and style are files of their own, so that its policy can forbid inline ones. */
export const panelPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plant panel</title>
<link rel="icon" href="/panel/icon.svg">
<link rel="stylesheet" href="/panel/style.css">
<script src="/panel/script.js" defer></script>
</head>
<body>
<header>
  <h1>Plant</h1>
  <p id="summary" role="status">Asking the plant…</p>
  <form id="burst">
    <label>Burst of <input id="count" type="number" min="1" max="1000" value="20"></label>
    <label>every <input id="every" type="number" min="0" max="60000" value="50"> ms</label>
    <button>Press them</button>
  </form>
</header>
<p id="trouble" role="alert" hidden></p>
<main>
  <section aria-labelledby="stationsTitle">
    <div class="head">
      <h2 id="stationsTitle">Stations</h2>
      <label class="search">Search <input id="search" type="search" placeholder="number, name or kind"></label>
    </div>
    <ul id="stations"></ul>
    <p id="noStation" class="quiet" hidden>No station matches.</p>
  </section>
  <section aria-labelledby="callsTitle">
    <h2 id="callsTitle">Calls</h2>
    <ul id="calls"></ul>
    <p id="noCall" class="quiet">No calls.</p>
  </section>
</main>
</body>
</html>
`;

/** A button in its housing. */
export const panelIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#2c3540"/><circle cx="8" cy="8" r="4" fill="#ff4b4b"/></svg>
`;
