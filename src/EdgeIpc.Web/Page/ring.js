// The ring as a ring: the writer goes round clockwise from the top; each reader follows at its distance.

import { byId, colours, element, keep, number, setText, sharpContext } from "./elements.js";

const fullTurn = Math.PI * 2;

export function showRing(view, page) {
  const readers = readersOf(view, page);
  keep(
    byId("readers"),
    readers,
    (reader) => reader.name,
    () => element("tr", {}, element("th", { scope: "row" }), ...Array.from({ length: 3 }, () => element("td", { className: "n" }))),
    (row, reader) => {
      const [name, lag, lap, lost] = row.children;
      setText(name, `${String.fromCharCode(65 + readers.indexOf(reader))} ${reader.name}`);
      setText(lag, number(reader.lag));
      setText(lap, view.ring ? number(lapOf(view.ring, view.ring.published - reader.lag)) : "");
      setText(lost, number(reader.lost));
      lost.className = reader.lost > 0 ? "n lost" : "n";
    },
  );
  const { ring } = view;
  setText(byId("rate"), ring ? `${number(view.rateHz)} samples a second, ${number(ring.published)} so far` : "no sensor has run yet");
  if (!ring) return;
  setText(
    byId("ring-text"),
    `${number(ring.slotCount)} slots of ${ring.slotSizeBytes} bytes · the writer's lap ${number(lapOf(ring, ring.published))}, epoch ${ring.epoch}${ring.hasWriter ? "" : " · the writer is gone"}`,
  );
  draw(view, readers);
}

const lapOf = (ring, position) => Math.floor(Math.max(0, position) / ring.slotCount) + 1;

function readersOf(view, page) {
  const readers = view.figures.readers.map((reader) => ({ name: reader.name, lag: reader.lag, lost: reader.lost }));
  if (page) readers.push({ name: "this page", lag: page.lag, lost: page.lost });
  if (view.slowReader) readers.push({ name: "the lesson's", lag: view.slowReader.lag, lost: view.slowReader.lost });
  return readers;
}

function draw(view, readers) {
  const canvas = byId("ring");
  const { context, width, height } = sharpContext(canvas);
  if (width === 0) return;
  const colour = colours();
  const { ring } = view;
  const [x, y] = [width / 2, height / 2];
  const radius = Math.min(x, y) - 22;
  const angleOf = (position) => ((position % ring.slotCount) / ring.slotCount) * fullTurn - Math.PI / 2;
  const writer = angleOf(ring.published);
  const arc = (from, to, name, lineWidth, alpha = 1) => {
    context.beginPath();
    context.arc(x, y, radius, from, to);
    context.lineWidth = lineWidth;
    context.strokeStyle = colour(name);
    context.globalAlpha = alpha;
    context.stroke();
    context.globalAlpha = 1;
  };
  arc(0, fullTurn, "track", 18);
  // What the ring holds: everything behind the writer, at most one lap.
  const held = Math.min(ring.published, ring.slotCount) / ring.slotCount;
  arc(writer - held * fullTurn, writer, "accent", 18, 0.35);
  arc(writer - Math.min(held, 0.12) * fullTurn, writer, "accent", 18, 0.5);
  context.font = "600 12px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  // Each on a circle of its own: readers that are up to date stand at the same slot.
  const marks = readers.map((reader, i) => ({
    angle: angleOf(ring.published - Math.max(0, Math.min(reader.lag, ring.slotCount))),
    distance: radius - 22 - (i % 4) * 20,
    fill: colour(`c${(i + 1) % 4}`),
    letter: String.fromCharCode(65 + i),
  }));
  for (const { angle, distance, fill } of marks.toReversed()) line(context, x, y, angle, distance, radius - 9, fill, 3);
  for (const { angle, distance, fill, letter } of marks) disc(context, x, y, angle, distance, fill, letter, colour("card"));
  line(context, x, y, writer, radius - 13, radius + 13, colour(ring.hasWriter ? "text" : "bad"), 3);
  const legend = readers.map((reader, i) => `${String.fromCharCode(65 + i)} ${reader.name}: ${number(reader.lag)} behind, ${number(reader.lost)} lost`).join("; ");
  canvas.setAttribute("aria-label", `The ring: ${number(ring.published)} samples published, lap ${number(lapOf(ring, ring.published))}. ${legend}`);
}

function line(context, x, y, angle, from, to, colour, lineWidth) {
  context.beginPath();
  context.moveTo(x + Math.cos(angle) * from, y + Math.sin(angle) * from);
  context.lineTo(x + Math.cos(angle) * to, y + Math.sin(angle) * to);
  context.lineWidth = lineWidth;
  context.strokeStyle = colour;
  context.stroke();
}

function disc(context, x, y, angle, distance, fill, letter, ground) {
  const [px, py] = [x + Math.cos(angle) * distance, y + Math.sin(angle) * distance];
  context.fillStyle = fill;
  context.beginPath();
  context.arc(px, py, 9, 0, fullTurn);
  context.fill();
  context.fillStyle = ground;
  context.font = "700 11px system-ui, sans-serif";
  context.fillText(letter, px, py);
}
