// The kernel's queues with what waits in them, the command line, the front panel.

import { onToken, post } from "./api.js";
import { byId, element, keep, number, setText, tell } from "./elements.js";

const ordinaryPlaces = 8;
const lampWords = { true: "lit", false: "dark" };

export function startCommands() {
  byId("command-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const input = byId("command");
    if (await send(input.value, byId("reply"))) input.select();
  });
  document.addEventListener("click", (event) => {
    const command = event.target.closest("button[data-command]")?.dataset.command;
    if (command) send(command, byId(event.target.closest("[data-reply]")?.dataset.reply ?? "reply"));
  });
  onToken((has) => {
    for (const button of document.querySelectorAll("#command-form button, #printer-tools button")) button.disabled = !has;
  });
}

/** Sends a command and shows the answer; resolves to whether it was done. */
export async function send(command, output) {
  tell(output, { ok: true, answer: { sentence: `${command} …` } });
  const result = await post("api/commands", { command });
  const data = Object.entries(result.answer.data ?? {}).map(([name, value]) => `${name}: ${[value].flat().join(", ") || "none"}`);
  tell(output, { ok: result.ok, answer: { sentence: [result.answer.sentence, ...data].join("\n") } });
  return result.ok;
}

export function showQueues(view) {
  keep(
    byId("queues"),
    view.queues,
    (queue) => queue.role,
    (queue) => element("li", {}, element("span", {}, queue.role), element("span", { className: "slots", "aria-hidden": "true" }), element("span", { className: "numbers muted" })),
    (item, queue) => {
      const [, slots, text] = item.children;
      while (slots.childElementCount < queue.limit) slots.append(element("span"));
      [...slots.children].forEach((slot, i) => {
        slot.className = i < queue.waiting ? "taken" : i >= ordinaryPlaces ? "kept" : "";
      });
      setText(text, `${number(queue.waiting)} of ${number(queue.limit)}, most ${number(queue.highWaterMark)}`);
    },
  );
  const all = view.figures.commands;
  const sum = (name) => number(all.reduce((total, queue) => total + queue[name], 0));
  setText(byId("queue-text"), `${sum("sent")} sent · ${sum("answered")} answered · ${sum("noReply")} need none · ${sum("expired")} expired · ${sum("refused")} refused · ${sum("interrupted")} interrupted`);
}

export function showPanel(view, has) {
  const { panel } = view;
  byId("panel").hidden = panel.lamps.length === 0;
  keep(
    byId("buttons"),
    panel.isSimulated ? panel.buttons.flatMap((name) => [{ name, command: `press ${name}` }]) .concat(panel.buttons.length ? [{ name: `hold ${panel.buttons.at(-1)}: shut down`, command: `press ${panel.buttons.at(-1)} long` }] : []) : [],
    (button) => button.command,
    (button) => element("button", { type: "button", "data-command": button.command }, button.name),
    (button) => {
      button.disabled = !has;
    },
  );
  keep(
    byId("lamps"),
    panel.lamps,
    (lamp) => lamp.name,
    (lamp) => element("li", {}, element("span", { className: "lamp", "aria-hidden": "true" }), `${lamp.name}: `, element("span")),
    (item, lamp) => {
      item.firstElementChild.className = `lamp${lamp.isOn ? " on" : ""}${lamp.name === "trouble" ? " trouble" : ""}`;
      setText(item.lastElementChild, lampWords[lamp.isOn]);
    },
  );
}
