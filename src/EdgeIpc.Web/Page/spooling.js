// Lesson: ten people print at once, and the spooler dies over it.

import { command, ignore, isBack, isSimulated } from "./acts.js";
import { post } from "./api.js";
import { number } from "./elements.js";

const people = 10;

export const spooling = {
  key: "spooling",
  title: "Spooling",
  cards: ["jobs", "printer"],
  opening: "A printer is slow and there is one of it. So nobody prints: everybody puts a document on disk, and one process prints them one after the other. What is accepted is safe, whatever dies.",
  isPossible: isSimulated,
  steps: [
    {
      title: "Ten people print at once",
      todo: "Submit ten receipts at the same moment.",
      expect: "each has its job's number in a moment, though the paper takes much longer; the receipts come one by one, and no lines are mixed.",
      button: "Ten people print",
      async act({ notes, say }) {
        const began = performance.now();
        const text = (i) => `Person ${i} of ${people}\n${"-".repeat(20)}\none coffee      2.50\none cake        3.20\nin all          5.70`;
        const results = await Promise.all(Array.from({ length: people }, (_, i) => post("api/jobs", { text: text(i + 1), title: `lesson, person ${i + 1}` })));
        notes.numbers = results.filter((result) => result.ok).map((result) => result.answer.number);
        notes.acceptedMs = performance.now() - began;
        say(`${notes.numbers.length} of ${people} are on disk after ${number(notes.acceptedMs)} ms: jobs ${notes.numbers.join(", ")}.`, notes.numbers.length === people);
      },
      isShown: ({ notes }) => notes.numbers?.length === people,
    },
    {
      title: "The spooler is killed",
      todo: "Kill the spooler (kill -9) in the middle of it.",
      expect: "it comes back, finds in its journal which bands the printer has confirmed, and goes on with the next: under a mark, and nothing twice.",
      button: "Kill the spooler",
      act: ({ say }) => command("kill spooler", say),
      isShown: ({ now: { view }, before }) => isBack(view, before, "spooler"),
    },
    {
      title: "Everything is on paper",
      todo: "Watch the paper until all ten are printed.",
      expect: "ten jobs completed, and no row twice without a mark.",
      isShown: ({ now: { view }, notes }) => done(view, notes) === people && !view.figures.rows?.repeatedUnmarked,
    },
  ],
  figures: ({ now: { view }, notes }) => [
    ["accepted", notes.numbers ? `${notes.numbers.length} of ${people}` : "-"],
    ["after", notes.acceptedMs ? `${number(notes.acceptedMs)} ms` : "-"],
    ["printed", notes.numbers ? `${done(view, notes)} of ${people}` : "-"],
    ["wait on disk", number(view.figures.jobs.waiting)],
    ["the line takes", `${number(view.printer.bytesPerSecond)} of ${number(view.printer.lineBytesPerSecond)} bytes/s`],
    ["rows on paper", view.figures.rows ? number(view.figures.rows.firstTime) : "-"],
    ["twice, unmarked", view.figures.rows ? number(view.figures.rows.repeatedUnmarked) : "-"],
  ],
  why: "Accepted means one committed transaction: the number is given only then. Before a band is sent the journal says so, and after the printer has confirmed it the journal says that too; between these two lies the one band that a crash leaves in doubt.",
  reading: [
    ["src/EdgeIpc.Spool/PrintSpool.cs", "Submit: where a document becomes a promise"],
    ["src/EdgeIpc/Spooler/JobRun.cs", "one job on its way through the journal and the line"],
    ["src/EdgeIpc.Spool/CRASHES.md", "every place to die, and what comes to paper then"],
  ],
  exercise: "stop the spooler ('process stop spooler'), print, and start it again. Which of the ten people notices?",
  leave: ignore,
};

const done = (view, { numbers }) => {
  const completed = new Set(view.jobs.filter((job) => job.state === "completed").map((job) => job.number));
  return (numbers ?? []).filter((each) => completed.has(each)).length;
};
