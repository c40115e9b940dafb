// What the lessons do to the station, and how they find their way in its figures.

import { post } from "./api.js";

export const isSimulated = (view) => view.panel.isSimulated;
export const ignore = () => {};

/** Sends a command; resolves to its answer, said on the step. */
export async function command(words, say) {
  const { ok, answer } = await post("api/commands", { command: words });
  say(answer.sentence, ok);
  return answer;
}

export const processOf = (view, role) => view.processes.find((process) => process.role === role);

/** Whether a role runs again in another process than before. */
export function isBack(view, before, role) {
  const id = processOf(view, role)?.processId ?? null;
  return id !== null && id !== processOf(before, role)?.processId;
}
