// The spool: jobs with states and reasons, what can be wished of each, and a text or a picture on its way to the paper.

import { onToken, post, postFile } from "./api.js";
import { byId, count, decimal, element, keep, number, setText, tell } from "./elements.js";

const wishes = {
  pending: ["hold", "cancel"],
  "pending-held": ["release", "cancel"],
  processing: ["cancel"],
  "processing-stopped": ["cancel"],
  canceled: ["restart"],
  aborted: ["restart"],
  completed: ["restart"],
};
const plainReasons = new Set(["none", "job-completed-successfully", "job-printing"]);

export function startJobs() {
  byId("job-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = await sendDocument("api/jobs");
    tell(byId("job-reply"), result);
    if (result.ok) byId("preview-figure").hidden = true;
  });
  byId("preview").addEventListener("click", preview);
  byId("picture").addEventListener("change", choosePicture);
  byId("no-picture").addEventListener("click", () => {
    byId("picture").value = "";
    choosePicture();
    byId("picture").focus();
  });
  byId("jobs").addEventListener("click", async (event) => {
    const { wish, job } = event.target.dataset;
    if (wish) tell(byId("job-reply"), await post(`api/jobs/${job}/${wish}`));
  });
  onToken((has) => {
    for (const button of document.querySelectorAll("#job-form button")) button.disabled = !has;
  });
}

export function showJobs(view, has) {
  const totals = view.figures.jobs;
  setText(byId("job-text"), `${number(totals.waiting)} waiting · ${number(totals.completed)} completed · ${number(totals.canceled)} canceled · ${number(totals.aborted)} aborted`);
  keep(byId("jobs"), view.jobs, (job) => job.number, makeRow, (row, job) => updateRow(row, job, has));
}

function makeRow(job) {
  return element(
    "tr",
    {},
    element("td", { className: "n" }, String(job.number)),
    element("td", { className: "title" }, job.title, element("span", { className: "why" }, `${job.submittedBy}, ${count(job.bytes, "byte")}${job.copies > 1 ? `, ${job.copies} copies` : ""}`)),
    element("td", {}, element("span"), element("span", { className: "why" })),
    element("td", { className: "actions" }),
  );
}

function updateRow(row, job, has) {
  const [, , state, actions] = row.children;
  setText(state.firstElementChild, job.state);
  const why = [plainReasons.has(job.reason) ? "" : job.reason, job.message].filter(Boolean).join(": ");
  setText(state.lastElementChild, why);
  keep(
    actions,
    wishes[job.state] ?? [],
    (wish) => wish,
    (wish) => element("button", { type: "button", className: "small", "data-wish": wish, "data-job": job.number, "aria-label": `${wish} job ${job.number}` }, wish),
    (button) => {
      button.disabled = !has;
    },
  );
}

const chosenPicture = () => byId("picture").files[0];

/** A picture takes the text's place. */
function choosePicture() {
  const file = chosenPicture();
  [byId("text").required, byId("text").disabled] = [!file, Boolean(file)];
  byId("no-picture").hidden = !file;
  byId("preview-figure").hidden = true;
}

function sendDocument(path) {
  const [file, title, hold] = [chosenPicture(), byId("title").value, byId("hold").checked];
  if (!file) return post(path, { text: byId("text").value, title: title || null, hold });
  return postFile(`${path}?${new URLSearchParams({ title: title || file.name, hold })}`, file);
}

async function preview() {
  if (!byId("text").reportValidity()) return;
  const result = await sendDocument("api/preview");
  tell(byId("job-reply"), result.ok ? { ok: true, answer: {} } : result);
  byId("preview-figure").hidden = !result.ok;
  if (!result.ok) return;
  const { pngBase64, bytes, bands, seconds, motorStops, warnings } = result.answer;
  const image = byId("preview-image");
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(pngBase64), (c) => c.charCodeAt(0))], { type: "image/png" }));
  setText(byId("preview-text"), [`${count(bytes, "byte")} in ${count(bands, "band")}, ${decimal(seconds)} s, ${count(motorStops, "motor stop")}`, ...warnings].join(". "));
}
