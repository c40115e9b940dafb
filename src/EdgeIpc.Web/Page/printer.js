// The printer: its state and figures, its tray and cover where they are simulated, and the paper as it comes out.

import { picture } from "./api.js";
import { send } from "./commands.js";
import { byId, element, keep, number, setClass, setText } from "./elements.js";

let latest = null;
let shownRevision = null;
let isFetching = false;

export function startPrinter() {
  byId("paper-tray").addEventListener("click", () => send(latest?.isPaperOut ? "paper in" : "paper out", byId("reply")));
  byId("cover").addEventListener("click", () => send(latest?.isCoverOpen ? "cover close" : "cover open", byId("reply")));
  byId("printer-pause").addEventListener("click", () => send(isPaused() ? "printer resume" : "printer pause", byId("reply")));
  byId("receipts").addEventListener("click", (event) => showReceipt(event.target.dataset.receipt));
}

export function showPrinter(view) {
  const printer = (latest = view.printer);
  const reasons = printer.reasons.filter((reason) => reason !== "none");
  const state = printer.hasSpooler ? printer.state : "no spooler";
  setText(byId("printer-state"), [state, ...reasons].join(", "));
  setClass(byId("printer-state"), `pill ${state === "stopped" || !printer.hasSpooler ? "bad" : reasons.length ? "wait" : "good"}`);
  byId("printer-message").hidden = printer.message === "";
  setText(byId("printer-message"), printer.message);
  showFigures(printer);
  meter("line-meter", "line-text", printer.bytesPerSecond, printer.lineBytesPerSecond, `${number(printer.bytesPerSecond)} of ${number(printer.lineBytesPerSecond)} bytes/s`);
  meter("credit-meter", "credit-text", printer.creditBytes, printer.bufferBytes, printer.bytesSent ? `${number(printer.creditBytes)} of ${number(printer.bufferBytes)} bytes free` : "nothing sent yet");
  byId("printer-tools").hidden = !view.panel.isSimulated;
  setText(byId("paper-tray"), printer.isPaperOut ? "New paper roll" : "Pull the paper");
  setText(byId("cover"), printer.isCoverOpen ? "Close the cover" : "Open the cover");
  setText(byId("printer-pause"), isPaused() ? "Resume" : "Pause");
  showPaper(printer);
}

const isPaused = () => latest?.reasons.includes("paused") ?? false;

function showFigures(printer) {
  const figures = [
    ["Job", printer.jobNumber > 0 ? `${number(printer.jobNumber)}, band ${number(printer.bandIndex)} of ${number(printer.bandCount)}` : "none"],
    ["Sent", `${number(printer.bytesSent)} bytes`],
  ];
  if (printer.motorStops !== null) figures.push(["Motor stops", number(printer.motorStops)]);
  if (printer.isPaperOut !== null) figures.push(["Paper", printer.isPaperOut ? "out" : "in"], ["Cover", printer.isCoverOpen ? "open" : "closed"]);
  keep(
    byId("printer-figures"),
    figures,
    ([name]) => name,
    ([name]) => element("div", {}, element("dt", {}, name), element("dd")),
    (item, [, text]) => setText(item.lastElementChild, text),
  );
}

function meter(id, textId, value, most, text) {
  const bar = byId(id);
  bar.max = Math.max(1, most);
  bar.value = Math.min(value, bar.max);
  setText(byId(textId), text);
}

async function showPaper(printer) {
  const has = printer.paperRevision !== null;
  byId("paper-figure").hidden = !has && printer.receipts.length === 0;
  byId("paper-kind").hidden = !printer.isPaperPreview;
  keep(
    byId("receipts"),
    printer.receipts,
    (receipt) => receipt,
    (receipt) => element("button", { type: "button", className: "small", "data-receipt": receipt, "aria-label": `Show receipt ${receipt}` }, String(receipt)),
    () => {},
  );
  if (!has || isFetching || shownRevision === printer.paperRevision) return;
  isFetching = true;
  const wanted = printer.paperRevision;
  await show(byId("paper"), "api/paper");
  shownRevision = wanted;
  isFetching = false;
}

async function showReceipt(receipt) {
  if (!receipt) return;
  const image = byId("receipt");
  image.alt = `Receipt ${receipt}`;
  byId("receipt-window").hidden = !(await show(image, `api/paper/${receipt}`));
}

async function show(image, path) {
  const fresh = await picture(path);
  if (!fresh) return false;
  const old = image.src;
  image.src = fresh;
  if (old) URL.revokeObjectURL(old);
  return true;
}
