// The lessons: short experiments on this very station, a step after the other. A step is seen when the live numbers show it.

import { hasToken, onToken } from "./api.js";
import { buffering } from "./buffering.js";
import { byId, element, keep, setClass, setText } from "./elements.js";
import { memory } from "./memory.js";
import { messages } from "./messages.js";
import { spooling } from "./spooling.js";

const lessons = [memory, messages, spooling, buffering];
let lesson = null;
let steps = [];
let notes = {};
let now = { view: null, page: null };

export function startLessons() {
  byId("lessons").addEventListener("click", () => open(lesson ? null : lessons[0]));
  for (const each of lessons) {
    const button = element("button", { type: "button", "data-lesson": each.key, "aria-pressed": "false" }, each.title);
    button.addEventListener("click", () => open(each));
    byId("lesson-names").append(button);
  }
  onToken(() => show());
}

export function showLesson(view, page) {
  now = { view: view ?? now.view, page: page ?? now.page };
  show();
}

function open(next) {
  lesson?.leave(now, notes);
  [lesson, notes] = [next, {}];
  byId("lesson").hidden = !lesson;
  byId("lessons").setAttribute("aria-pressed", String(lesson !== null));
  for (const button of byId("lesson-names").children) button.setAttribute("aria-pressed", String(button.dataset.lesson === lesson?.key));
  // What the lesson is about stays in sight, the rest does not distract.
  for (const card of document.querySelectorAll("[data-card]")) card.hidden = lesson !== null && !lesson.cards.includes(card.dataset.card);
  for (const column of document.querySelectorAll(".column")) column.hidden = [...column.children].every((card) => card.hidden);
  byId("lesson-steps").replaceChildren();
  byId("lesson-figures").replaceChildren();
  steps = (lesson?.steps ?? []).map(makeStep);
  setText(byId("lesson-opening"), lesson?.opening ?? "");
  setText(byId("lesson-why"), lesson?.why ?? "");
  setText(byId("lesson-exercise"), lesson ? `Exercise: ${lesson.exercise}` : "");
  byId("lesson-reading").replaceChildren(...(lesson?.reading ?? []).map(([path, lookFor]) => element("li", {}, element("code", {}, path), `: ${lookFor}`)));
  if (lesson) byId("lesson").scrollIntoView({ block: "nearest" });
  show();
}

function makeStep(step, i) {
  const made = { ...step, before: null, isSeen: false };
  made.button = step.act && element("button", { type: "button", className: "go" }, step.button);
  made.state = element("span", { className: "pill", role: "status" });
  made.answer = element("output", { className: "reply" });
  made.button?.addEventListener("click", () => press(made));
  made.item = element(
    "li",
    {},
    element("div", { className: "head" }, element("h3", {}, step.title), made.state),
    element("p", {}, step.todo),
    element("p", { className: "muted" }, element("strong", {}, "Expect: "), step.expect),
    ...(made.button ? [made.button] : []),
    made.answer,
  );
  byId("lesson-steps").append(made.item);
  return made;
}

async function press(step) {
  step.before = now.view;
  step.isSeen = false;
  const say = (sentence, ok = true) => {
    setText(step.answer, sentence);
    setClass(step.answer, `reply ${ok ? "good" : "bad"}`);
  };
  show();
  await step.act({ now, notes, say });
  show();
}

function show() {
  if (!lesson || !now.view) return;
  const isPossible = lesson.isPossible(now.view);
  byId("lesson-impossible").hidden = isPossible;
  let isNext = true;
  for (const step of steps) {
    // A step without a button begins when the one before it is seen.
    if (!step.button && !step.before && isNext) step.before = now.view;
    if (step.before && !step.isSeen) step.isSeen = step.isShown({ now, before: step.before, notes });
    const state = step.isSeen ? "seen" : step.before ? "watch" : isNext ? "next" : "later";
    setText(step.state, state);
    setClass(step.state, `pill ${step.isSeen ? "good" : step.before ? "wait" : ""}`);
    setClass(step.item, state);
    if (step.button) step.button.disabled = !hasToken() || !isPossible || !(isNext || step.before);
    isNext = step.isSeen;
  }
  byId("lesson-end").hidden = !isNext;
  keep(
    byId("lesson-figures"),
    lesson.figures({ now, notes }),
    ([name]) => name,
    ([name]) => element("div", {}, element("dt", {}, name), element("dd")),
    (item, [, text]) => setText(item.lastElementChild, text),
  );
}
