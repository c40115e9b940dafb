// What the cameras see, where there are any: the newest frame of each ring, a few times a second while somebody looks.

import { bytes } from "./api.js";
import { byId, element, keep, number, setText } from "./elements.js";

const intervalMs = 200;
// Cold to warm, in steps of equal distance.
const warmth = [[12, 8, 40], [90, 20, 120], [190, 50, 90], [245, 130, 40], [255, 235, 120]];
const busy = new Set();
let rings = [];

export function startCameras() {
  setInterval(() => {
    if (!document.hidden && !byId("cameras-card").hidden) rings.forEach(refresh);
  }, intervalMs);
}

export function showCameras(view, isLesson) {
  const { frames } = view.figures;
  rings = frames.map((each) => each.ring);
  byId("cameras-card").hidden = rings.length === 0 || isLesson;
  keep(
    byId("cameras"),
    frames,
    (each) => each.ring,
    (each) =>
      element(
        "figure",
        {},
        element("canvas", { id: `frame-${each.ring}`, width: 1, height: 1, className: "frame", role: "img", "aria-label": `What the camera '${each.ring}' sees` }),
        element("figcaption", { className: "muted numbers" }),
      ),
    (figure, { ring, ticks, readers }) => {
      const [lost, torn] = [readers.map((viewer) => viewer.reader.lost).join(" / "), readers.reduce((sum, viewer) => sum + viewer.torn, 0)];
      setText(figure.lastElementChild, `${ring}: ${number(ticks.published)} taken, ${number(ticks.missed)} missed; lost by its viewers ${lost}; torn ${number(torn)}${figure.dataset.range ? `; ${figure.dataset.range}` : ""}`);
    },
  );
}

async function refresh(ring) {
  if (busy.has(ring)) return;
  busy.add(ring);
  const file = await bytes(`api/frames/${ring}`);
  if (file) draw(ring, file);
  busy.delete(ring);
}

/** A portable graymap: P5, perhaps a comment, width and height, 255, then a byte a pixel. */
function draw(ring, file) {
  const canvas = byId(`frame-${ring}`);
  const head = /^P5\n(?:# (.*)\n)?(\d+) (\d+)\n255\n/.exec(new TextDecoder("latin1").decode(file.subarray(0, 100)));
  if (!canvas || !head) return;
  const [width, height] = [Number(head[2]), Number(head[3])];
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  if (head[1]) canvas.parentElement.dataset.range = head[1].replace(/ C$/, " °C");
  const picture = new ImageData(width, height);
  for (let i = 0, at = head[0].length; i < width * height; i++, at++) {
    const [red, green, blue] = head[1] ? warm(file[at] / 255) : [file[at], file[at], file[at]];
    picture.data.set([red, green, blue, 255], i * 4);
  }
  canvas.getContext("2d").putImageData(picture, 0, 0);
}

function warm(share) {
  const place = share * (warmth.length - 1);
  const low = Math.min(Math.floor(place), warmth.length - 2);
  return warmth[low].map((value, i) => value + (warmth[low + 1][i] - value) * (place - low));
}
