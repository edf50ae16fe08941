// The plots of reports: bars by day, a heat map by weekday and hour, and bars by class. Each plot
// stands beside its numbers, so that nobody has to read the plot.

import { words } from "../words.ts";
import { ticks } from "./data.ts";

/** The mean width of a letter of a label, in the units of a plot. */
const LETTER = 5.8;

const number = (n: number) => n.toLocaleString(words.language.value);

export interface Pair {
  key: string;
  label: string;
  one: number;
  two: number;
}

/**
 * A plot with a filled and an outlined bar for each day; for a long period, two lines.
 */
export function DayPlot({ pairs, names }: { pairs: Pair[]; names: [string, string] }) {
  // Drawn for the width that it gets, so that its texts keep their size: that of a narrow page, or
  // half of a wide one.
  const width = innerWidth < 800 ? innerWidth - 32 : innerWidth < 1120 ? innerWidth - 120 : 560;
  const height = 220;
  const [left, bottom, top] = [40, 24, 8];
  const most = Math.max(1, ...pairs.flatMap(it => [it.one, it.two]));
  const lines = ticks(most);
  const end = lines.at(-1) ?? 1;
  const y = (n: number) => top + (height - bottom - top) * (1 - n / end);
  const step = (width - left) / Math.max(1, pairs.length);
  const bar = Math.max(1.5, Math.min(22, step * 0.3));
  // As many labels as have room.
  const longest = Math.max(0, ...pairs.map(it => it.label.length));
  const every = Math.ceil(Math.max(pairs.length / 8, (longest * LETTER + 8) / step));
  const isMany = pairs.length > 31;
  const x = (n: number) => left + step * (n + 0.5);
  const line = (of: (it: Pair) => number) =>
    pairs.map((it, n) => `${n === 0 ? "M" : "L"}${x(n)} ${y(of(it))}`).join("");
  return (
    <figure class="plot">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${names[0]}, ${names[1]}`}>
        {lines.map(it => (
          <g key={it}>
            <line
              class={it === 0 ? "plot-zero" : "plot-line"}
              x1={left}
              x2={width}
              y1={y(it)}
              y2={y(it)}
            />
            <text class="plot-text" x={left - 8} y={y(it) + 4} text-anchor="end">
              {number(it)}
            </text>
          </g>
        ))}
        {isMany ? (
          <>
            <path class="plot-path" d={line(it => it.one)} />
            <path class="plot-path plot-path-two" d={line(it => it.two)} />
          </>
        ) : (
          pairs.map((it, n) => (
            <g key={it.key}>
              <title>{`${it.label}: ${number(it.one)} ${names[0]}, ${number(it.two)} ${names[1]}`}</title>
              <rect
                class="plot-one"
                x={x(n) - bar - 1}
                y={y(it.one)}
                width={bar}
                height={Math.max(0, y(0) - y(it.one))}
                rx="1.5"
              />
              <rect
                class="plot-two"
                x={x(n) + 1.75}
                y={y(it.two) + 0.75}
                width={Math.max(0.5, bar - 1.5)}
                height={Math.max(0, y(0) - y(it.two) - 0.75)}
                rx="1.5"
              />
            </g>
          ))
        )}
        {pairs.map(
          (it, n) =>
            n % every === 0 && (
              <text class="plot-text" key={it.key} x={x(n)} y={height - 6} text-anchor="middle">
                {it.label}
              </text>
            ),
        )}
      </svg>
    </figure>
  );
}

/** A plot of the number of chats that began at each hour of each weekday. */
export function HeatPlot({
  cells,
  days,
  label,
}: {
  cells: number[][];
  days: string[];
  label: string;
}) {
  const most = Math.max(1, ...cells.flat());
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on narrow pages
    <section class="table-place" tabIndex={0} aria-label={label}>
      <table class="heat">
        <thead>
          <tr>
            <td />
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={hour} scope="col">
                {hour % 3 === 0 ? String(hour).padStart(2, "0") : <span class="sr">{hour}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, day) => (
            <tr key={days[day]}>
              <th scope="row">{days[day]}</th>
              {row.map((n, hour) => (
                <td key={hour} class={`heat-${n === 0 ? 0 : Math.ceil((8 * n) / most)}`}>
                  {n === 0 ? <span class="sr">0</span> : number(n)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export interface Class {
  key: string;
  label: string;
  count: number;
  kind: "good" | "slow" | "late";
}

/** A table with a bar, the number and the percentage of each class of values. */
export function ClassPlot({ classes }: { classes: Class[] }) {
  const all = classes.reduce((sum, it) => sum + it.count, 0);
  const most = Math.max(1, ...classes.map(it => it.count));
  return (
    <table class="classes">
      <tbody>
        {classes.map(it => (
          <tr key={it.key}>
            <th scope="row">
              <bdi>{it.label}</bdi>
            </th>
            <td class="class-bar" aria-hidden="true">
              <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                <rect class={`class-${it.kind}`} width={(100 * it.count) / most} height="12" />
              </svg>
            </td>
            <td class="end num">{number(it.count)}</td>
            <td class="end num quiet-text">
              {all === 0 ? "–" : `${Math.round((100 * it.count) / all)}%`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
