/**
 * Places of labels along one axis: each as near as possible to its wanted place, none over another, all inside. Groups that
 * touch share the shift (pooling of adjacent violators).
 *
 * @param wanted centre of every label in px, from 0 at the top
 * @param heights height of every label in px
 * @param space length of the axis in px; where the labels do not fit, they are spread evenly past it
 * @returns centres in the order of `wanted`
 */
export function spreadLabels(wanted: readonly number[], heights: readonly number[], space: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => at(wanted, a) - at(wanted, b) || a - b);
  const groups: Group[] = [];
  for (const index of order) {
    let group: Group = { members: [index], height: at(heights, index), centre: at(wanted, index) };
    for (let last = groups.at(-1); last && bottom(last) > top(group); last = groups.at(-1)) {
      groups.pop();
      group = merge(last, group, wanted, heights);
    }
    groups.push(group);
    settle(groups, wanted, heights, space);
  }
  return place(groups, heights, wanted.length);
}

interface Group {
  members: number[];
  height: number;
  centre: number;
}

/** Two groups as one, centred so that the sum of its members' shifts is nil. */
function merge(above: Group, below: Group, wanted: readonly number[], heights: readonly number[]): Group {
  const members = [...above.members, ...below.members];
  const height = above.height + below.height;
  let offset = 0;
  let shift = 0;
  for (const index of members) {
    shift += at(wanted, index) - (offset + at(heights, index) / 2);
    offset += at(heights, index);
  }
  return { members, height, centre: shift / members.length + height / 2 };
}

/** Moves the last group inside, and merges it with the groups that it then touches. */
function settle(groups: Group[], wanted: readonly number[], heights: readonly number[], space: number): void {
  for (;;) {
    const last = groups.at(-1);
    if (!last) return;
    last.centre = Math.max(last.height / 2, Math.min(last.centre, space - last.height / 2));
    const before = groups.at(-2);
    if (!before || bottom(before) <= top(last)) return;
    groups.splice(-2, 2, merge(before, last, wanted, heights));
  }
}

function place(groups: readonly Group[], heights: readonly number[], count: number): number[] {
  const centres = new Array<number>(count).fill(0);
  for (const group of groups) {
    let edge = top(group);
    for (const index of group.members) {
      centres[index] = edge + at(heights, index) / 2;
      edge += at(heights, index);
    }
  }
  return centres;
}

function top(group: Group): number {
  return group.centre - group.height / 2;
}

function bottom(group: Group): number {
  return group.centre + group.height / 2;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}
