// Lesson: the player of the signal strip has nothing to play.

import { command, ignore, isBack, isSimulated } from "./acts.js";
import { decimal, number } from "./elements.js";

export const buffering = {
  key: "buffering",
  title: "Buffering",
  cards: ["signal"],
  opening: "The strip is not drawn as samples come, but half a second later at their own pace, out of a buffer. So it runs smoothly although they come in bursts. What if none come?",
  isPossible: isSimulated,
  steps: [
    {
      title: "The player starves",
      todo: "Stop sampling.",
      expect: "the strip goes on for the half second that is ahead; then it is empty when a sample is due, stands still and says 'buffering'.",
      button: "stop",
      act: ({ say }) => command("stop", say),
      isShown: ({ now: { page } }) => page?.state === "buffering",
    },
    {
      title: "It fills before it goes on",
      todo: "Sample again.",
      expect: "not the first sample starts the strip again, which would stutter, but a quarter of a second of them.",
      button: "start",
      act: ({ now, notes, say }) => {
        notes.underruns = now.page.underruns;
        return command("start", say);
      },
      isShown: ({ now: { page }, notes }) => page?.state === "playing" && page.underruns >= notes.underruns,
    },
    {
      title: "An accident instead of a pause",
      todo: "Kill the sensor.",
      expect: "the same word and the same way back. What was due meanwhile was never measured: the strip has a gap, and the ledger counts it as missed.",
      button: "Kill the sensor",
      act: ({ say }) => command("kill sensor", say),
      isShown: ({ now: { view, page }, before }) => isBack(view, before, "sensor") && page?.state === "playing" && view.figures.ticks.missed > before.figures.ticks.missed,
    },
  ],
  figures: ({ now: { view, page } }) => [
    ["the strip is", page?.state ?? "-"],
    ["samples ahead", page ? number(page.buffered) : "-"],
    ["waits for", page?.watermark ? number(page.watermark) : "-"],
    ["ran empty", page ? `${number(page.underruns)} times` : "-"],
    ["stood still for", page ? `${decimal(page.bufferingSeconds)} s` : "-"],
    ["ticks missed", number(view.figures.ticks.missed)],
  ],
  why: "A buffer turns jitter into delay: half a second late, and in return smooth. Two marks make it calm: one to begin at, one to go on at after it ran empty. Without the second it would stop and go with every sample.",
  reading: [
    ["src/EdgeIpc.Playout/PlayoutBuffer.cs", "four states, and what makes one the next"],
    ["src/EdgeIpc/Screen/SignalPlayout.cs", "the buffer between a ring and this strip"],
  ],
  exercise: "run 'edgeipc lesson buffering' in a terminal: which is the smallest preload that is enough for an uneven line?",
  leave({ view }) {
    if (view && isSimulated(view) && view.dueRateHz === 0) command("start", ignore);
  },
};
