// Starts the circuit and keeps it: a lost connection shows since when, tries again for ever, and a restarted server heals the page by a reload.
const retryMs = 2000;
const marker = document.getElementById("components-reconnect-modal");
const root = document.documentElement;
let since = 0, ticking = 0, healing = false;

const clock = ms => new Date(ms).toLocaleTimeString("en-GB");

function ago(ms) {
  const s = Math.floor(ms / 1000);
  return s < 120 ? `${s} s` : s < 7200 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h`;
}

function draw() {
  for (const banner of document.querySelectorAll(".stale-banner")) {
    banner.querySelector("[data-stale-since]").textContent = `Stale since ${ago(Date.now() - since)}.`;
    banner.querySelector("[data-stale-text]").textContent =
      `The connection to the server is lost. Values below are from ${clock(since)}; trying again every ${retryMs / 1000} s.`;
  }
}

function stale() {
  if (ticking) return;
  since = Date.now();
  root.dataset.stale = "";
  draw();
  ticking = setInterval(draw, 1000);
}

function fresh() {
  clearInterval(ticking);
  ticking = 0;
  delete root.dataset.stale;
}

async function answers() {
  try {
    return (await fetch("/alive", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

// The circuit is gone for good: load the page anew as soon as the server answers.
async function heal() {
  if (healing) return;
  healing = true;
  stale();
  while (!await answers()) await new Promise(next => setTimeout(next, retryMs));
  location.reload();
}

function look() {
  const is = state => marker.classList.contains(`components-reconnect-${state}`);
  if (is("failed") || is("rejected")) heal();
  else if (is("show")) stale();
  else if (is("hide") && !healing) fresh();
}

new MutationObserver(look).observe(marker, { attributes: true, attributeFilter: ["class"] });

addEventListener("click", async e => {
  if (!e.target.closest?.("[data-reconnect]")) return;
  if (!await answers()) return;
  if (healing || !await Blazor.reconnect()) location.reload();
});

// A tab that slept longer than the server keeps its circuit must not wait for its first click to notice.
document.addEventListener("visibilitychange", () => { if (!document.hidden && ticking) draw(); });

Blazor.start({
  circuit: {
    configureSignalR: builder => builder.withServerTimeout(15000).withKeepAliveInterval(5000),
    reconnectionOptions: { maxRetries: Number.MAX_SAFE_INTEGER, retryIntervalMilliseconds: attempt => attempt === 0 ? 0 : retryMs },
  },
}).catch(heal);
