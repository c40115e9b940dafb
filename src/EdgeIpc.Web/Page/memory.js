// Lesson: a reader of the ring that is too slow.

import { command, ignore } from "./acts.js";
import { post } from "./api.js";
import { decimal, number } from "./elements.js";

const fastHz = 10000;

export const memory = {
  key: "memory",
  title: "Shared memory",
  cards: ["ring"],
  opening: "The sensor writes each sample once, into a ring in memory; every reader takes it from there by itself. There is no lock, and the writer knows no reader. What becomes of a reader that is too slow?",
  isPossible: () => true,
  steps: [
    {
      title: "A reader of your own joins",
      todo: "Let a reader join the ring: it takes everything that comes.",
      expect: "one more hand in the ring, close behind the writer; it loses nothing.",
      button: "Join",
      act: ({ now, notes, say }) => {
        notes.rateHz ??= now.view.dueRateHz;
        return setPace(1, say);
      },
      isShown: ({ now: { view } }) => view.slowReader?.read > 0 && view.slowReader.lag < view.ring.slotCount / 4,
    },
    {
      title: "The writer becomes fast",
      todo: `Sample ${number(fastHz)} times a second, so that the writer goes round the ring in seconds.`,
      expect: "the same ring, only that its samples are overwritten much sooner. The readers still keep up.",
      button: `rate ${fastHz}`,
      act: ({ say }) => command(`rate ${fastHz}`, say),
      isShown: ({ now: { view } }) => view.dueRateHz >= fastHz,
    },
    {
      title: "The reader stands still",
      todo: "Stop your reader and wait until the writer has gone once round and passed it.",
      expect: "the writer does not wait for it, not for a moment; the other readers notice nothing. What is behind grows to more than the ring holds.",
      button: "Stop reading",
      act: ({ say }) => setPace(0, say),
      isShown: ({ now: { view } }) => view.slowReader?.lag > view.ring.slotCount,
    },
    {
      title: "It reads again, and is told what it lost",
      todo: "Let it go on.",
      expect: "it finds that it was lapped, goes on with the oldest sample that is whole, and knows the loss to the last sample: what was published since it joined = read + lost + behind.",
      button: "Read again",
      act: ({ say }) => setPace(1, say),
      isShown: ({ now: { view } }) => {
        const reader = view.slowReader;
        return reader?.lost > 0 && reader.lag < view.ring.slotCount / 4 && reader.published - reader.joinedAt === reader.read + reader.lost + reader.lag;
      },
    },
    {
      title: "Back to the old rate",
      todo: "Give the sensor its rate back.",
      expect: "nothing is lost any more.",
      button: "Old rate",
      act: ({ notes, say }) => command(`rate ${notes.rateHz || 1000}`, say),
      isShown: ({ now: { view }, notes }) => view.dueRateHz === (notes.rateHz || 1000),
    },
  ],
  figures: ({ now: { view } }) => {
    const reader = view.slowReader;
    const others = view.figures.readers.reduce((sum, each) => sum + each.lost, 0);
    return [
      ["samples a second", number(view.rateHz)],
      ["once round takes", view.dueRateHz ? `${decimal(view.ring.slotCount / view.dueRateHz)} s` : "-"],
      ["published since it joined", reader ? number(reader.published - reader.joinedAt) : "-"],
      ["= read", reader ? number(reader.read) : "-"],
      ["+ lost", reader ? number(reader.lost) : "-"],
      ["+ behind", reader ? number(reader.lag) : "-"],
      ["lost by the station's readers", number(others)],
    ];
  },
  why: "A slot is only read when the writer's position, looked at before and after, says that it was not being overwritten. So a reader needs no permission, and a slow one harms nobody but itself; and since positions only grow, the loss is a subtraction and not a guess.",
  reading: [
    ["src/EdgeIpc.Ring/RingReader.cs", "Read, StillHolds and Lap: copy first, then ask whether it may be believed"],
    ["src/EdgeIpc.Ring/RingWriter.cs", "the two words that the writer moves, and the barrier between them"],
  ],
  exercise: "at which rate does the ring hold exactly one minute? Reckon, then try 'rate N' and watch 'once round takes'.",
  leave({ view }, notes) {
    if (!view?.slowReader && !notes.rateHz) return;
    setPace(null, ignore);
    if (notes.rateHz && view.dueRateHz !== notes.rateHz) command(`rate ${notes.rateHz}`, ignore);
  },
};

async function setPace(pace, say) {
  const { ok, answer } = await post("api/lessons/reader", { pace });
  say(answer.sentence, ok);
}
