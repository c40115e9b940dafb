// The ledger: each equation with its terms, red when it does not hold.

import { byId, element, keep, number, setClass, setText } from "./elements.js";

export function showLedger(view) {
  const broken = new Set(view.balance.imbalances.map((imbalance) => imbalance.equation));
  const holds = broken.size === 0;
  for (const id of ["ledger-state", "verdict"]) {
    setText(byId(id), holds ? "ledger balances" : "ledger does not balance");
    setClass(byId(id), `pill ${holds ? "good" : "bad"}`);
  }
  byId("problems").hidden = holds;
  setText(byId("problems"), view.balance.imbalances.map((imbalance) => imbalance.sentence).join("\n"));
  keep(
    byId("equations"),
    equations(view.figures),
    ([name]) => name,
    ([name]) => element("tr", {}, element("th", { scope: "row" }, name), element("td", { className: "numbers" })),
    (row, [name, text]) => {
      setText(row.lastElementChild, text);
      setClass(row, broken.has(name) || (name === "rows" && broken.has("rows printed twice")) ? "broken" : "");
    },
  );
}

function equations({ ticks, readers, commands, jobs, rows }) {
  const lines = [["ticks", `${number(ticks.due)} due = ${terms([ticks.published, "published"], [ticks.missed, "missed"], [ticks.pending, "pending"])}`]];
  for (const reader of readers) {
    lines.push([`samples of ${reader.name}`, `${number(reader.published - reader.joinedAt)} = ${terms([reader.read, "read"], [reader.lost, "lost"], [reader.lag, "behind"])}`]);
  }
  for (const queue of commands) {
    lines.push([
      `commands to ${queue.queue}`,
      `${number(queue.sent)} sent${queue.unresolved ? `, ${number(queue.unresolved)} perhaps` : ""} = ${terms([queue.answered, "answered"], [queue.noReply, "without reply"], [queue.expired, "expired"], [queue.refused, "refused"], [queue.interrupted, "interrupted"], [queue.waiting, "waiting"])}`,
    ]);
  }
  lines.push(["jobs", `${number(jobs.carriedIn + jobs.accepted)} accepted = ${terms([jobs.completed, "completed"], [jobs.canceled, "canceled"], [jobs.aborted, "aborted"], [jobs.waiting, "waiting"])}`]);
  if (rows) lines.push(["rows", `${number(rows.confirmed - rows.carriedIn)} confirmed, ${number(rows.sentUnconfirmed)} on their way = ${number(rows.firstTime)} on paper, ${number(rows.repeatedUnmarked)} twice`]);
  return lines;
}

/** What is 0 says nothing, but one term is always left to be equal to. */
const terms = (...list) => {
  const counted = list.filter(([value]) => value !== 0);
  return (counted.length ? counted : list.slice(0, 1)).map(([value, word]) => `${number(value)} ${word}`).join(" + ");
};
