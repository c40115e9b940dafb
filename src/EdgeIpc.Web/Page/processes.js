// The processes with what they cost, and the accident: a kill, and how it comes back.

import { byId, decimal, element, keep, number, setClass, setText } from "./elements.js";

// Hardware can't be killed, and the supervisor is who brings the others back.
const spared = new Set(["supervisor", "printer-emulator"]);

export function showProcesses(view, has) {
  keep(
    byId("processes"),
    view.processes,
    (process) => process.role,
    (process) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, process.role),
        ...Array.from({ length: 4 }, () => element("td", { className: "n" })),
        element("td", { className: "actions", "data-reply": "kill-reply" }),
      ),
    (row, process) => update(row, process, view.panel.isSimulated, has),
  );
}

function update(row, process, isSimulated, has) {
  const isUp = process.processId !== null;
  setClass(row, isUp ? "" : "down");
  const [, pid, cpu, memory, restarts, actions] = row.children;
  setText(pid, isUp ? String(process.processId) : "down");
  setText(cpu, isUp && process.cpuPercent !== null ? `${decimal(process.cpuPercent)} %` : "");
  setText(memory, isUp ? `${number(process.residentMegabytes)} MB` : "");
  setText(restarts, number(process.restarts));
  keep(
    actions,
    isSimulated && !spared.has(process.role) ? ["kill"] : [],
    (word) => word,
    () => element("button", { type: "button", className: "small", "data-command": `kill ${process.role}`, "aria-label": `Kill the ${process.role}` }, "kill"),
    (button) => {
      button.disabled = !has || !isUp;
    },
  );
}
