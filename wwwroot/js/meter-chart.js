// Draws what a connector measured: a lane per measurand over one time axis. The columns arrive once, then points one by one.
// Nothing is drawn where nothing was measured: a series ends where readings are missing and where the transaction changes.
import uPlot from "../lib/uplot/uPlot.esm.js";
import { laneData, lastKnown, usualStep } from "./meter-series.js";

// Column names are those of Controls/ChartColumns.cs; a lane appears with its first value.
const lanes = [
  { name: "Power", column: "power", limit: "powerOffered", unit: "kW", digits: 1, height: 150, colour: "--chart-power", fill: "--chart-power-fill", sum: "average" },
  { name: "Current", column: "current", limit: "currentOffered", unit: "A", digits: 0, height: 108, colour: "--chart-current", dash: [6, 3], sum: "peak" },
  { name: "Voltage", column: "voltage", unit: "V", digits: 0, height: 84, colour: "--chart-voltage", dash: [2, 2], sum: "average", loose: true },
  { name: "SoC", column: "soc", unit: "%", digits: 0, height: 108, colour: "--chart-soc", sum: "span", range: [0, 100] },
  { name: "Energy", column: "energy", unit: "kWh", digits: 2, height: 108, colour: "--chart-energy", sum: "last", unless: "power" },
];
const axisWidth = 40, axisHeight = 24, longest = 20_000;

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const font = () => `12px ${css("--font-sans")}`;
const two = n => String(n).padStart(2, "0");
const known = values => values.filter(v => v != null);
const text = (value, lane) => value == null ? "–" : `${value.toFixed(lane.digits)} ${lane.unit}`;

function clock(seconds, withSeconds) {
  const at = new Date(seconds * 1000);
  return `${two(at.getHours())}:${two(at.getMinutes())}` + (withSeconds ? `:${two(at.getSeconds())}` : "");
}

// Value, word under it, and whether it is of the past.
function summary(lane, chart) {
  const { columns, finished } = chart, at = lastKnown(columns[lane.column]);
  if (at < 0) return ["–", "", false];
  const last = columns[lane.column][at];
  if (!finished) return chart.isFresh(at, lane.column) ? [text(last, lane), "now", false] : [text(last, lane), `last, ${clock(columns.t[at], true)}`, true];
  const all = known(columns[lane.column]);
  if (lane.sum === "span") return [`${all[0].toFixed(0)} → ${last.toFixed(0)} %`, "", false];
  if (lane.sum === "last") return [text(last, lane), "", false];
  if (lane.sum === "peak") return [text(all.reduce((a, b) => Math.max(a, b)), lane), "peak", false];
  return [text(all.reduce((a, b) => a + b, 0) / all.length, lane), "average", false];
}

// Round steps that never cut a lane's labels: at most four lines.
function yRange(lane) {
  return (_, min, max) => {
    if (lane.range) return lane.range;
    if (min == null) return [0, 1];
    if (!lane.loose) return [0, niceTop(Math.max(max, 0.1))];
    const margin = Math.max((max - min) * 0.25, 2);
    const step = niceTop((max - min + 2 * margin) / 2);
    return [Math.floor((min - margin) / step) * step, Math.ceil((max + margin) / step) * step];
  };
}

// The first minute fills up from the left.
function xRange(chart) {
  const { t } = chart.columns, marks = chart.marks.map(mark => mark.t).filter(at => !chart.window || at >= (t.at(-1) ?? at) - chart.window);
  const from = Math.min(t[0] ?? Infinity, ...marks), to = Math.max(t.at(-1) ?? -Infinity, ...marks), now = Date.now() / 1000;
  return Number.isFinite(from) ? [from, Math.max(to, from + 60)] : [now - 60, now];
}

// A value with nothing known beside it draws no line: it is shown as a dot.
function alone(u, series) {
  const values = u.data[series], beside = (i, step) => {
    for (i += step; i >= 0 && i < values.length; i += step) if (values[i] !== undefined) return values[i];
    return null;
  };
  return values.flatMap((value, i) => value != null && beside(i, -1) === null && beside(i, 1) === null ? [i] : []);
}

function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find(n => n * power >= value * 1.001) * power;
}

class Lane {
  constructor(chart, spec) {
    this.chart = chart;
    this.spec = spec;
    this.root = document.createElement("div");
    this.root.className = "chart-lane";
    this.plot = document.createElement("div");
    this.side = document.createElement("div");
    this.side.className = "now";
    const key = document.createElement("span");
    key.className = "key";
    key.style.setProperty("--line", `var(${spec.colour})`);
    if (spec.dash) key.dataset.dash = spec.dash[0] > 3 ? "long" : "short";
    key.append(document.createElement("i"), spec.name);
    this.value = document.createElement("b");
    this.what = document.createElement("span");
    this.side.append(key, this.value, this.what);
    this.root.append(this.plot, this.side);
  }

  build(isLast) {
    this.u?.destroy();
    const { spec } = this, grid = { stroke: () => css("--chart-grid"), width: 1 }, stroke = () => css("--text-3");
    const series = [{}, {
      stroke: () => css(spec.colour), fill: spec.fill ? () => css(spec.fill) : undefined, width: 1.5, dash: spec.dash, spanGaps: false,
      points: { show: true, size: 6, filter: alone },
    }];
    if (spec.limit) series.push({ stroke: () => css("--chart-limit"), width: 1.5, dash: [1, 4], points: { show: false } });
    this.u = new uPlot({
      width: this.chart.width(), height: spec.height + (isLast ? axisHeight : 0), padding: [8, 30, isLast ? 0 : 8, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 }, sync: { key: this.chart.key } },
      scales: { x: { time: true, range: () => xRange(this.chart) }, y: { range: yRange(spec) } },
      series,
      axes: [
        { show: true, size: isLast ? axisHeight : 0, gap: 4, stroke, font: font(), grid, ticks: { show: false }, space: 90,
          values: (_, at, __, ___, step) => at.map(s => isLast ? clock(s, step < 60) : "") },
        { size: axisWidth, gap: 8, stroke, font: font(), grid, ticks: { show: false }, space: 28, incrs: spec.loose ? [1, 2, 5, 10, 20, 50, 100, 200, 500] : undefined, values: (_, at) => at.map(v => String(+v.toFixed(2))) },
      ],
      hooks: { setCursor: [u => this.caption(u.cursor.idx)], draw: [u => this.mark(u)] },
    }, this.data(), this.plot);
  }

  draw() {
    this.u.setData(this.data());
    this.caption(null);
  }

  data() {
    const { columns, sampleSeconds } = this.chart, { data, gaps } = laneData(columns, this.spec.column, this.spec.limit, sampleSeconds);
    this.root.dataset.gaps = gaps.length;
    return data;
  }

  caption(index) {
    const [value, what, isPast] = index == null ? summary(this.spec, this.chart)
      : [text(this.u.data[1][index], this.spec), clock(this.u.data[0][index], true), false];
    this.value.textContent = value;
    this.what.textContent = what;
    this.side.classList.toggle("past", isPast);
  }

  // Where a transaction began and ended; named in the first lane.
  mark(u) {
    const { ctx } = u, { left, top, width, height } = u.bbox, isFirst = this.chart.drawn[0] === this;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("--text-3");
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([3 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
    ctx.font = `${11 * uPlot.pxRatio}px ${css("--font-sans")}`;
    for (const { t, word } of this.chart.marks) {
      const x = Math.round(u.valToPos(t, "x", true));
      if (x < left || x > left + width) continue;
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
      ctx.stroke();
      if (!isFirst) continue;
      const fits = x + ctx.measureText(word).width + 4 * uPlot.pxRatio <= left + width;
      ctx.textAlign = fits ? "left" : "right";
      ctx.fillText(word, x + (fits ? 4 : -4) * uPlot.pxRatio, top + 11 * uPlot.pxRatio);
    }
    ctx.restore();
  }
}

class Chart {
  constructor(root, columns, options) {
    Object.assign(this, { root, columns, finished: options.finished, window: options.windowSeconds, key: Math.random().toString(36), drawn: [], due: false });
    this.state(options);
    this.ageing = setInterval(() => this.drawn.forEach(lane => { if (lane.u.cursor.idx == null) lane.caption(null); }), 2000);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(root);
    this.recolour = () => this.drawn.forEach(lane => lane.u.redraw(true));
    this.shown = () => { if (!document.hidden && this.due) this.draw(); };
    document.addEventListener("themechange", this.recolour);
    document.addEventListener("visibilitychange", this.shown);
    this.draw();
  }

  // What the page knows beside the readings: the server's time, whether energy flows, when transactions began and ended, how often is measured.
  state({ now, flows, marks, sampleSeconds }) {
    Object.assign(this, { ahead: now / 1000 - Date.now() / 1000, flows, marks: marks ?? [], sampleSeconds });
    if (this.drawn.length > 0) this.later();
  }

  // The last value is of now while energy flows and no reading is overdue.
  isFresh(at, column) {
    const { columns } = this, step = usualStep(columns, column, columns.transaction[at], this.sampleSeconds) ?? 60;
    return this.flows && columns.transaction[at] === columns.transaction.at(-1) && Date.now() / 1000 + this.ahead - columns.t[at] <= Math.max(3 * step, 15);
  }

  width() { return Math.max(120, this.root.clientWidth - 88); }

  resize() {
    const width = this.width();
    for (const lane of this.drawn) if (lane.u.width !== width) lane.u.setSize({ width, height: lane.u.height });
  }

  wanted() { return lanes.filter(lane => has(this, lane.column) && !(lane.unless && has(this, lane.unless))); }

  draw() {
    this.due = false;
    const wanted = this.wanted();
    if (wanted.length !== this.drawn.length || wanted.some((spec, i) => spec !== this.drawn[i].spec)) this.rebuild(wanted);
    this.drawn.forEach(lane => lane.draw());
    this.root.dataset.points = this.columns.t.length;
  }

  rebuild(wanted) {
    this.drawn.forEach(lane => lane.u.destroy());
    this.drawn = wanted.map(spec => new Lane(this, spec));
    this.root.replaceChildren(...this.drawn.map(lane => lane.root));
    this.drawn.forEach((lane, i) => lane.build(i === this.drawn.length - 1));
  }

  // Coalesced to one drawing a frame; a hidden tab only collects.
  later() {
    if (this.due) return;
    this.due = true;
    if (!document.hidden) requestAnimationFrame(() => this.due && this.drawn && this.draw());
  }

  set(columns, finished) {
    this.columns = columns;
    this.finished = finished;
    this.later();
  }

  // Readings of the same moment belong together: what the later one does not have stays.
  push(added) {
    const { columns } = this, names = Object.keys(columns);
    added.t.forEach((t, i) => {
      let at = columns.t.length;
      while (at > 0 && columns.t[at - 1] > t) at--;
      const joins = at > 0 && columns.t[at - 1] === t && columns.transaction[at - 1] === added.transaction[i];
      for (const name of names) {
        if (!joins) columns[name].splice(at, 0, added[name][i]);
        else columns[name][at - 1] = added[name][i] ?? columns[name][at - 1];
      }
    });
    const from = this.window ? columns.t.at(-1) - this.window : -Infinity;
    const old = Math.max(columns.t.findIndex(t => t >= from), columns.t.length - longest);
    if (old > 0) names.forEach(name => columns[name].splice(0, old));
    this.later();
  }

  dispose() {
    clearInterval(this.ageing);
    this.sizes.disconnect();
    document.removeEventListener("themechange", this.recolour);
    document.removeEventListener("visibilitychange", this.shown);
    this.drawn.forEach(lane => lane.u.destroy());
    this.drawn = null;
    this.due = false;
  }
}

const has = (chart, column) => chart.columns[column].some(v => v != null);

export const create = (root, columns, options) => new Chart(root, columns, options);
