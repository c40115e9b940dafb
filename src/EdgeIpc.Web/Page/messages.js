// Lesson: messages to a process that is not there.

import { command, ignore, isBack, isSimulated, processOf } from "./acts.js";
import { number } from "./elements.js";

const nothing = { sent: 0, answered: 0, noReply: 0, expired: 0, refused: 0, interrupted: 0 };
const queueOf = (view, role) => view.queues.find((queue) => queue.role === role) ?? { waiting: 0, limit: 0 };
const countsOf = (view) => view.figures.commands.find((queue) => queue.queue === "controller") ?? nothing;

export const messages = {
  key: "messages",
  title: "Messages",
  cards: ["queues", "processes"],
  opening: "Whoever wants something of the controller gives the kernel a message. The kernel keeps it until the controller takes it, the most urgent first. What if the controller is not there?",
  isPossible: isSimulated,
  steps: [
    {
      title: "The controller ends",
      todo: "Stop the controller and keep it down.",
      expect: "the process is gone, its queue is not: it is the kernel's.",
      button: "Stop the controller",
      act: ({ say }) => command("process stop controller", say),
      isShown: ({ now: { view } }) => processOf(view, "controller")?.processId === null,
    },
    {
      title: "Three messages to nobody",
      todo: "Send three texts to the controller that is not there.",
      expect: "each is taken at once and waits; the sender need not wait for anybody.",
      button: "Send three texts",
      async act({ notes, say }) {
        notes.kept = 0;
        for (let i = 1; i <= 3; i++) notes.kept += (await command(`say text ${i} of the lesson`, say)).outcome === "accepted" ? 1 : 0;
        say(`The kernel keeps ${notes.kept} of 3.`, notes.kept === 3);
      },
      isShown: ({ now: { view }, notes }) => notes.kept === 3 && queueOf(view, "controller").waiting >= 3,
    },
    {
      title: "A question with a deadline",
      todo: "Ask whether the controller is there. Nobody answers, for 5 s.",
      expect: "no reply; the question stays in the queue all the same.",
      button: "ping",
      async act({ notes, say }) {
        notes.outcome = (await command("ping", say)).outcome;
      },
      isShown: ({ notes }) => notes.outcome === "noReply",
    },
    {
      title: "The controller comes back",
      todo: "Let it run again.",
      expect: "it takes everything that waited: the texts are heard, and the question whose deadline has passed is counted as expired and not answered late.",
      button: "Start the controller",
      act: ({ say }) => command("process start controller", say),
      isShown: ({ now: { view }, before }) =>
        isBack(view, before, "controller") && countsOf(view).expired > countsOf(before).expired && countsOf(view).noReply >= countsOf(before).noReply + 3,
    },
  ],
  figures: ({ now: { view } }) => {
    const counts = countsOf(view);
    return [
      ["controller", processOf(view, "controller")?.processId ? "runs" : "is down"],
      ["wait in the kernel", `${number(queueOf(view, "controller").waiting)} of ${number(queueOf(view, "controller").limit)}`],
      ["sent", number(counts.sent)],
      ["= answered", number(counts.answered)],
      ["+ need no answer", number(counts.noReply)],
      ["+ expired", number(counts.expired)],
      ["+ refused", number(counts.refused)],
      ["+ interrupted", number(counts.interrupted)],
    ];
  },
  why: "A queue of the kernel lives as long as somebody holds its name, not as long as a process. It keeps, it orders, and it says at once when it is full: 8 places are for everybody, 2 more for what stops or changes the station. But it does not acknowledge: what a process had in hand when it died is counted as interrupted, and never run twice.",
  reading: [
    ["src/EdgeIpc.Commands/CommandSender.cs", "Post and Send: what a sender learns, and when"],
    ["src/EdgeIpc.Commands/CommandReceiver.cs", "TryTake: deadline first, and the note before the act"],
  ],
  exercise: "stop the controller again and send texts until the queue is full. What does the ninth sender hear, and does 'stop' still get through?",
  leave({ view }) {
    if (view && isSimulated(view) && processOf(view, "controller")?.processId === null) command("process start controller", ignore);
  },
};
