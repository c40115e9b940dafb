// The live strip: columns with their lowest and highest value come from the server; here they are only put on the screen.

import { byId, colours, decimal, element, keep, number, setClass, setText, sharpContext } from "./elements.js";

const columnCount = 800;
const channelsMax = 4;
const axisWidth = 66;
const axisHeight = 18;
const words = { filling: "filling", playing: "playing", buffering: "buffering", ended: "ended" };

export class Signal {
  #canvas = byId("strip");
  #channels = [];
  #hidden = new Set();
  #newest = null;
  #columnMs = 25;
  #isPaused = false;
  #shown = null;

  constructor() {
    byId("pause").addEventListener("click", () => this.#togglePause());
    new ResizeObserver(() => this.draw()).observe(this.#canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** A new stream begins: the server sends the whole strip first. */
  restart() {
    this.#newest = null;
  }

  take(frame) {
    this.#columnMs = frame.columnMs;
    this.#tellPlayout(frame);
    if (frame.channels.length === 0) return;
    const last = frame.first + frame.channels[0].low.length - 1;
    const isFresh = this.#newest === null || frame.first > this.#newest + 1 || last < this.#newest;
    const kept = isFresh ? 0 : frame.first - (this.#newest - (this.#channels[0]?.low.length ?? 0) + 1);
    this.#channels = frame.channels.slice(0, channelsMax).map((channel, i) => ({
      name: channel.name,
      unit: channel.unit,
      low: [...(isFresh ? [] : this.#channels[i].low.slice(0, kept)), ...channel.low].slice(-columnCount),
      high: [...(isFresh ? [] : this.#channels[i].high.slice(0, kept)), ...channel.high].slice(-columnCount),
    }));
    this.#newest = last;
    this.#drawChoices();
    if (!this.#isPaused) {
      this.#shown = this.#channels;
      this.draw();
    }
  }

  /** Channels of one unit share a lane: a temperature says nothing on the scale of an acceleration. */
  draw() {
    const colour = colours();
    const shown = (this.#shown ?? []).map((channel, i) => ({ ...channel, colour: colour(`c${i}`) })).filter((channel) => !this.#hidden.has(channel.name));
    const units = [...new Set(shown.map((channel) => channel.unit))];
    setClass(this.#canvas, `lanes-${units.length}`);
    const { context, width, height } = sharpContext(this.#canvas);
    if (units.length === 0 || width === 0) return;
    const laneHeight = (height - axisHeight) / units.length;
    units.forEach((unit, lane) => {
      const channels = shown.filter((channel) => channel.unit === unit);
      const [low, high] = range(channels);
      const plot = { left: axisWidth, width: width - axisWidth, top: lane * laneHeight + 9, height: laneHeight - 18, low, high, unit };
      const y = (value) => plot.top + ((high - value) / (high - low)) * plot.height;
      drawValues(context, colour, plot, y);
      for (const channel of channels) drawColumns(context, channel, plot, plot.width / columnCount, y);
    });
    this.#drawTimes(context, colour, width, height);
  }

  #drawTimes(context, colour, width, height) {
    const seconds = (columnCount * this.#columnMs) / 1000;
    context.fillStyle = colour("muted");
    context.textBaseline = "bottom";
    for (let i = 0; i <= 4; i++) {
      context.textAlign = i === 4 ? "right" : i === 0 ? "left" : "center";
      const text = i === 4 ? "now" : `-${Number(((seconds * (4 - i)) / 4).toFixed(1))} s`;
      context.fillText(text, axisWidth + ((width - axisWidth) * i) / 4, height - 3);
    }
  }

  #drawChoices() {
    keep(
      byId("channels"),
      this.#channels.map((channel, i) => ({ ...channel, i })),
      (channel) => channel.name,
      (channel) => {
        const button = element("button", { type: "button" }, element("span", { className: `swatch c${channel.i}`, "aria-hidden": "true" }), `${channel.name} ${channel.unit}`.trim());
        button.addEventListener("click", () => this.#toggleChannel(channel.name));
        return button;
      },
      (button, channel) => button.setAttribute("aria-pressed", String(!this.#hidden.has(channel.name))),
    );
  }

  #toggleChannel(name) {
    if (!this.#hidden.delete(name)) this.#hidden.add(name);
    this.#drawChoices();
    this.draw();
  }

  #togglePause() {
    this.#isPaused = !this.#isPaused;
    const button = byId("pause");
    button.setAttribute("aria-pressed", String(this.#isPaused));
    setText(button, this.#isPaused ? "Go on" : "Pause");
    if (!this.#isPaused) {
      this.#shown = this.#channels;
      this.draw();
    }
  }

  #tellPlayout(frame) {
    const word = words[frame.state] ?? frame.state;
    const fill = frame.state === "filling" || frame.state === "buffering" ? ` ${number(frame.buffered)}/${number(frame.watermark)}` : "";
    setText(byId("playout"), word + (frame.state === "buffering" ? "" : fill));
    setClass(byId("playout"), `pill ${frame.state === "playing" ? "good" : "wait"}`);
    setText(
      byId("playout-text"),
      `${number(frame.buffered)} samples ahead${fill ? `, waiting for ${number(frame.watermark)}` : ""} · ran empty ${number(frame.underruns)}× for ${decimal(frame.bufferingSeconds)} s · ${number(frame.lost)} lost by this page's reader`,
    );
  }
}

/** The lines of a lane with their values, and its unit. */
function drawValues(context, colour, { left, width, low, high, unit }, y) {
  context.font = "12px system-ui, sans-serif";
  context.fillStyle = colour("muted");
  context.strokeStyle = colour("line");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const digits = Math.max(0, Math.min(4, Math.ceil(-Math.log10((high - low) / 2)) + 1));
  for (const value of [low, (low + high) / 2, high]) {
    const at = Math.round(y(value)) + 0.5;
    context.beginPath();
    context.moveTo(left, at);
    context.lineTo(left + width, at);
    context.stroke();
    context.fillText(value === high ? `${value.toFixed(digits)} ${unit}` : value.toFixed(digits), left - 6, at);
  }
}

/** The values at the lower and upper edge: the strip's own with a little air, never the same. */
function range(channels) {
  let [low, high] = [Infinity, -Infinity];
  for (const channel of channels) {
    for (let i = 0; i < channel.low.length; i++) {
      if (channel.low[i] === null) continue;
      low = Math.min(low, channel.low[i]);
      high = Math.max(high, channel.high[i]);
    }
  }
  if (low > high) return [0, 1];
  const air = Math.max((high - low) * 0.06, Math.abs(high) * 1e-3, 1e-6);
  return [low - air, high + air];
}

/** Where two columns fall on one pixel they become one, with the lower low and the higher high: no peak is ever lost. */
function drawColumns(context, channel, plot, step, y) {
  const perPixel = Math.max(1, Math.ceil(1 / step));
  const offset = columnCount - channel.low.length;
  context.fillStyle = channel.colour;
  context.globalAlpha = 0.85;
  for (let i = 0; i < channel.low.length; i += perPixel) {
    let [low, high] = [Infinity, -Infinity];
    for (let j = i; j < Math.min(i + perPixel, channel.low.length); j++) {
      if (channel.low[j] === null) continue;
      low = Math.min(low, channel.low[j]);
      high = Math.max(high, channel.high[j]);
    }
    if (low > high) continue;
    const top = y(high);
    context.fillRect(plot.left + (offset + i) * step, top - 0.6, Math.max(1, step * perPixel), Math.max(1.2, y(low) - top + 1.2));
  }
  context.globalAlpha = 1;
}
