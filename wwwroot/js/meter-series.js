// What a series of readings says about time: how often it is measured, and where nothing was.

// So many intervals without a reading are a gap; what is shorter than these seconds never is.
const most = 3, least = 2;

// The middle one of the steps between readings of one transaction, seconds; the longer of two middle ones.
function middle(steps) {
  return steps.length === 0 ? null : steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)];
}

// Steps between known values next to each other within a transaction (null: outside of any).
function stepsOf({ t, transaction }, values, of) {
  const steps = [];
  let before = -1;
  for (let i = 0; i < t.length; i++) {
    if (values[i] == null) continue;
    if (before >= 0 && transaction[i] === of && transaction[before] === of && t[i] > t[before]) steps.push(t[i] - t[before]);
    before = i;
  }
  return steps;
}

// Seconds between two readings: as configured unless the charge point plainly measures less often; null while nothing tells.
export function usualStep(columns, column, of, configured) {
  const steps = stepsOf(columns, columns[column], of), seen = middle(steps);
  if (of == null || !(configured > 0)) return seen;
  return steps.length >= 3 && seen > most * configured ? seen : configured;
}

export function lastKnown(values) {
  for (let i = values.length - 1; i >= 0; i--) if (values[i] != null) return i;
  return -1;
}

// Where a series ends and begins anew: the index of the value behind each gap.
export function gapsOf(columns, column, configured) {
  const { t, transaction } = columns, values = columns[column], steps = new Map(), gaps = [];
  let before = -1;
  for (let i = 0; i < t.length; i++) {
    if (values[i] == null) continue;
    if (before >= 0) {
      const of = transaction[i];
      if (!steps.has(of)) steps.set(of, usualStep(columns, column, of, configured));
      if (transaction[before] !== of || t[i] - t[before] > Math.max(least, most * (steps.get(of) ?? Infinity))) gaps.push({ before, at: i });
    }
    before = i;
  }
  return gaps;
}

// Columns of one lane for uPlot: undefined is "not measured then" and is drawn across, null is a gap.
export function laneData(columns, column, limit, configured) {
  const { t } = columns, gaps = gapsOf(columns, column, configured), ofLimit = limit ? gapsOf(columns, limit, configured) : [];
  const data = limit ? [[], [], []] : [[], []];
  const add = (...row) => data.forEach((values, i) => values.push(row[i]));
  let next = 0, nextOfLimit = 0;
  for (let i = 0; i < t.length; i++) {
    if (gaps[next]?.at === i) add(between(gaps[next++], i), null, undefined);
    if (ofLimit[nextOfLimit]?.at === i) add(between(ofLimit[nextOfLimit++], i), undefined, null);
    const value = columns[column][i] ?? undefined, bound = limit ? columns[limit][i] ?? undefined : undefined;
    if (value !== undefined || bound !== undefined) add(t[i], value, bound);
  }
  return { data, gaps };

  // In the middle, unless something else was drawn behind that already.
  function between(gap, i) {
    return Math.max(data[0].at(-1) ?? 0, (t[gap.before] + t[i]) / 2);
  }
}
