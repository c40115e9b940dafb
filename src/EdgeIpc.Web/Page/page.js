// Starts the page: one stream of events, each part of the page takes what is its own.

import { follow, hasToken, onToken, setToken, takeTokenFromAddress } from "./api.js";
import { showPanel, showQueues, startCommands } from "./commands.js";
import { showCameras, startCameras } from "./cameras.js";
import { byId, clock, element, setText } from "./elements.js";
import { showJobs, startJobs } from "./jobs.js";
import { showLedger } from "./ledger.js";
import { showLesson, startLessons } from "./lessons.js";
import { showPrinter, startPrinter } from "./printer.js";
import { showProcesses } from "./processes.js";
import { showRing } from "./ring.js";
import { Signal } from "./signal.js";

const spans = ["4 s", "20 s", "60 s"];
const themes = ["system", "light", "dark"];
const signal = new Signal();
let span = 1;
let stream = null;
let pageReader = null;
let latest = null;

function open() {
  stream?.abort();
  stream = new AbortController();
  signal.restart();
  follow(`api/events?span=${span}`, { onEvent: take, onState: tellLink, signal: stream.signal });
}

function take(name, data) {
  if (name === "signal") {
    pageReader = data;
    signal.take(data);
    showLesson(null, data);
  } else if (name === "station") {
    latest = data;
    show();
  }
}

function show() {
  if (!latest) return;
  const has = hasToken();
  setText(byId("instance"), latest.instance);
  setText(byId("running"), latest.runningSeconds === null ? "" : `running ${clock(latest.runningSeconds)}`);
  showLedger(latest);
  showRing(latest, pageReader);
  showQueues(latest);
  showPanel(latest, has);
  showJobs(latest, has);
  showPrinter(latest);
  showProcesses(latest, has);
  showCameras(latest, !byId("lesson").hidden);
  showLesson(latest, null);
}

function tellLink(state, why) {
  byId("link").hidden = state === "open";
  if (state === "open") return;
  setText(byId("link"), why && why !== "network error" && why !== "Failed to fetch" ? why : "connection lost, trying again");
  signal.restart();
}

function startZoom() {
  spans.forEach((name, i) => {
    const button = element("button", { type: "button", "aria-pressed": String(i === span), "aria-label": `Show ${name}` }, name);
    button.addEventListener("click", () => {
      span = i;
      for (const other of byId("spans").children) other.setAttribute("aria-pressed", String(other === button));
      open();
    });
    byId("spans").append(button);
  });
}

function startTheme() {
  let theme = localStorage.getItem("edgeipc-theme") ?? "system";
  const apply = () => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    setText(byId("theme"), `Theme: ${theme}`);
    signal.draw();
  };
  byId("theme").addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    localStorage.setItem("edgeipc-theme", theme);
    apply();
  });
  apply();
}

function startToken() {
  const form = byId("token-form");
  byId("key").addEventListener("click", () => {
    if (hasToken()) setToken("");
    else {
      form.hidden = !form.hidden;
      if (!form.hidden) byId("token").focus();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    setToken(byId("token").value);
    byId("token").value = "";
    form.hidden = true;
    open();
  });
  onToken((has) => {
    setText(byId("key"), has ? "Forget the token" : "Read only: enter token");
    show();
  });
}

takeTokenFromAddress();
startTheme();
startZoom();
startToken();
startCommands();
startJobs();
startPrinter();
startCameras();
startLessons();
open();
// A page that nobody sees asks for nothing.
document.addEventListener("visibilitychange", () => (document.hidden ? stream?.abort() : open()));
