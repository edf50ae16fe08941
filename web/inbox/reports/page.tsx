// The page of reports: five figures, each with its value in the preceding period, and plots, each
// beside its numbers.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Route } from "../../core/router.ts";
import { Select } from "../../ui/controls.tsx";
import { Icon } from "../../ui/icon.tsx";
import { clock, minutes } from "../../ui/time.ts";
import type { Desk } from "../desk.ts";
import { Face } from "../face.tsx";
import { Nothing, Ready, useLoaded } from "../settings/frame.tsx";
import { t, words } from "../words.ts";
import {
  type Asked,
  csvUrl,
  dateOf,
  differs,
  type Loaded,
  load,
  type Period,
  type PeriodName,
  period,
  preceding,
  type ReportRow,
  share,
} from "./data.ts";
import { type Class, ClassPlot, DayPlot, HeatPlot } from "./plots.tsx";

const number = (n: number) => n.toLocaleString(words.language.value);

/**
 * The sign of a number. The direction mark keeps the sign before the number in right-to-left text.
 */
const sign = (n: number) => `\u200e${n > 0 ? "+" : n < 0 ? "−" : "±"}`;

const signed = (n: number) => `${sign(n)}${number(Math.abs(n))}`;

/** Formats a day for tables: Mon 16 Nov. */
const dayText = (day: string, isShort = false) =>
  new Intl.DateTimeFormat(
    words.language.value === "en" ? "en-GB" : words.language.value,
    isShort
      ? { weekday: "short", day: "numeric" }
      : { weekday: "short", day: "numeric", month: "short" },
  )
    .format(dateOf(day))
    .replace(",", "");

/** Formats a period: 16–22 Nov 2026. */
const periodText = ({ from, to }: Period) =>
  new Intl.DateTimeFormat(words.language.value === "en" ? "en-GB" : words.language.value, {
    day: "numeric",
    month: "short",
    year: "numeric",
  }).formatRange(dateOf(from), dateOf(to));

export function ReportsPage({ desk }: { desk: Desk; at: Extract<Route, { page: "reports" }> }) {
  const [name, setName] = useState<PeriodName>("7");
  const [department, setDepartment] = useState("");
  const chosen = period(name, new Date());
  const asked: Asked = { ...chosen, department: department === "" ? null : Number(department) };
  const loaded = useLoaded(() => load(asked), JSON.stringify(asked));
  const now = loaded.value?.days;
  return (
    <main class="page" id="main">
      <header class="bar page-bar report-bar">
        <h1>{t("Reports")}</h1>
        <Select
          hideLabel
          label={t("Period")}
          value={name}
          options={[
            ["7", t("Last 7 days")],
            ["28", t("Last 28 days")],
            ["90", t("Last 90 days")],
            ["week", t("Last week")],
            ["month", t("Last month")],
          ]}
          onChange={setName}
        />
        <Select
          hideLabel
          label={t("Department")}
          value={department}
          options={[
            ["", t("All departments")],
            ...desk.team.value.departments.map(it => [String(it.id), it.name] as [string, string]),
          ]}
          onChange={setDepartment}
        />
        <p class="quiet-text report-base">
          <span class="cut">
            {periodText(chosen)}
            {" · "}
            {t("compared with {period}", { period: periodText(preceding(chosen)) })}
            {now && ` · ${now.zone}`}
          </span>
          {now && (
            <span class="num">
              {t("as of {time}", { time: clock(now.asOf, words.language.value) })}
            </span>
          )}
        </p>
        <a
          class="button button-plain button-bar"
          href={csvUrl("day", asked)}
          download={`deskbell-${asked.from}-${asked.to}.csv`}
        >
          <Icon name="download" /> CSV
        </a>
      </header>
      <div class="page-scroll scroll">
        <div class="page-body report">
          <Ready of={loaded}>{it => <Whole desk={desk} it={it} asked={asked} />}</Ready>
        </div>
      </div>
    </main>
  );
}

function Whole({ desk, it, asked }: { desk: Desk; it: Loaded; asked: Asked }) {
  const { days, hours, agents, past } = it;
  const { total } = days;
  const then = past.total;
  if (total.new + total.closed + total.messages === 0) {
    return (
      <Nothing
        title={t("Nothing happened in this period")}
        text={t("Choose a longer period, or come back when customers have written.")}
      />
    );
  }
  const target = days.targetSeconds;
  const good = (row: ReportRow) => row.ratings.perfect + row.ratings.great;
  const within = share(total.firstReply.withinTarget ?? 0, total.firstReply.count);
  const withinThen = share(then.firstReply.withinTarget ?? 0, then.firstReply.count);
  const rated = share(good(total), total.ratings.count);
  const ratedThen = share(good(then), then.ratings.count);
  const median = total.firstReply.median;
  const faster =
    median !== null && then.firstReply.median !== null ? median - then.firstReply.median : null;
  return (
    <>
      {!days.complete && (
        <p class="hint">
          {t("Older changes are still being counted. The figures go up for a while.")}
        </p>
      )}
      <dl class="figures">
        <Figure
          name={t("New chats")}
          value={number(total.new)}
          change={change(total.new, then.new)}
        />
        <Figure
          name={t("First reply, median")}
          value={median === null ? "–" : minutes(median)}
          unit={median === null ? "" : median >= 3600 ? t("h") : t("min")}
          change={
            faster === null
              ? ""
              : `${sign(faster)}${minutes(Math.abs(faster))} ${faster < 0 ? t("faster") : faster > 0 ? t("slower") : ""}`
          }
          kind={
            faster === null || Math.abs(faster) < 0.1 * (median ?? 0)
              ? ""
              : faster < 0
                ? "good"
                : "bad"
          }
        />
        <Figure
          name={t("Replied within {m} min", { m: Math.round(target / 60) })}
          value={within === null ? "–" : number(within)}
          unit={within === null ? "" : t("% of {n}", { n: number(total.firstReply.count) })}
          change={points(within, withinThen)}
          kind={kind(
            total.firstReply.withinTarget ?? 0,
            total.firstReply.count,
            then.firstReply.withinTarget ?? 0,
            then.firstReply.count,
          )}
        />
        <Figure
          name={t("Closed#chats")}
          value={number(total.closed)}
          change={change(total.closed, then.closed)}
        />
        <Figure
          name={t("Rated great or better")}
          value={rated === null ? "–" : number(rated)}
          unit={rated === null ? "" : t("% of {n}", { n: number(total.ratings.count) })}
          change={points(rated, ratedThen)}
          kind={kind(good(total), total.ratings.count, good(then), then.ratings.count)}
        />
      </dl>
      <section class="report-two">
        <div>
          <h2 class="plot-head">
            {t("Chats by day")}
            <span class="legend">
              <i class="legend-one" /> {t("new#chats")} <i class="legend-two" /> {t("closed#chats")}
            </span>
          </h2>
          <DayPlot
            names={[t("new#chats"), t("closed#chats")]}
            pairs={days.rows.map(row => ({
              key: row.day ?? "",
              label: row.day ? dayText(row.day, true) : "",
              one: row.new,
              two: row.closed,
            }))}
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
        <section class="table-place report-days scroll" tabIndex={0} aria-label={t("Chats by day")}>
          <table class="table table-dense">
            <thead>
              <tr>
                <th>{t("Day")}</th>
                <th class="end">{t("New#chats")}</th>
                <th class="end">{t("Closed#chats")}</th>
                <th class="end">{t("Net open")}</th>
                <th class="end">{t("First reply, m:ss")}</th>
              </tr>
            </thead>
            <tbody>
              {days.rows.map(row => (
                <Row key={row.day} name={row.day ? dayText(row.day) : ""} row={row} />
              ))}
            </tbody>
            <tfoot>
              <Row name={t("Total")} row={total} />
            </tfoot>
          </table>
        </section>
      </section>
      <section class="report-two">
        <div>
          <h2 class="plot-head">
            {t("When chats start")} <span class="quiet-text">{t("chats by weekday and hour")}</span>
          </h2>
          <HeatPlot cells={field(hours.rows)} days={weekdays()} label={t("When chats start")} />
        </div>
        <div>
          <h2 class="plot-head">
            {t("Time to first reply")}{" "}
            <span class="quiet-text">{t("target {m} min", { m: Math.round(target / 60) })}</span>
          </h2>
          <ClassPlot classes={days.firstReplyTimes.map(it => classOf(it, target))} />
        </div>
      </section>
      <section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on narrow pages */}
        <section class="table-place" tabIndex={0} aria-label={t("Agents")}>
          <table class="table table-lines">
            <thead>
              <tr>
                <th>{t("Agent")}</th>
                <th class="end">{t("Chats replied to")}</th>
                <th class="end">{t("First reply, median")}</th>
                <th class="end">{t("Within {m} min", { m: Math.round(target / 60) })}</th>
                <th class="end">{t("Rated great or better")}</th>
                <th class="end">{t("Ratings")}</th>
              </tr>
            </thead>
            <tbody>
              {agents.rows.flatMap(row => {
                // What has no agent was done by nobody: it is in the figures above.
                const { id } = row;
                if (id === null) return [];
                const name = row.name ?? desk.agent(id)?.name ?? String(id);
                return (
                  <tr key={id}>
                    <td>
                      <span class="cell-who">
                        <Face id={id} name={name} size={20} />
                        <bdi>{name}</bdi>
                      </span>
                    </td>
                    <td class="end" data-name={t("Chats replied to")}>
                      {number(row.repliedTo)}
                    </td>
                    <td class="end" data-name={t("First reply, median")}>
                      {row.firstReply.median === null ? "–" : minutes(row.firstReply.median)}
                    </td>
                    <td class="end" data-name={t("Within {m} min", { m: Math.round(target / 60) })}>
                      {percent(share(row.firstReply.withinTarget ?? 0, row.firstReply.count))}
                    </td>
                    <td class="end" data-name={t("Rated great or better")}>
                      {percent(share(good(row), row.ratings.count))}
                    </td>
                    <td class="end" data-name={t("Ratings")}>
                      {number(row.ratings.count)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
        <p class="report-more">
          <a href={csvUrl("agent", asked)} download>
            {t("Agents as CSV")}
          </a>
          <a href={csvUrl("department", asked)} download>
            {t("Departments as CSV")}
          </a>
          <a href={csvUrl("tag", asked)} download>
            {t("Tags as CSV")}
          </a>
        </p>
      </section>
    </>
  );
}

function Figure(props: {
  name: string;
  value: string;
  unit?: string;
  change: string;
  kind?: string;
}) {
  return (
    <div class="figure">
      <dt>{props.name}</dt>
      <dd>
        <span class="figure-value num">{props.value}</span>{" "}
        <span class="figure-unit">{props.unit}</span>
        <span class={`figure-change num${props.kind ? ` figure-${props.kind}` : ""}`}>
          {props.change}
        </span>
      </dd>
    </div>
  );
}

function Row({ name, row }: { name: ComponentChildren; row: ReportRow }) {
  return (
    <tr>
      <td>{name}</td>
      <td class="end">{number(row.new)}</td>
      <td class="end">{number(row.closed)}</td>
      <td class="end">
        {row.new < row.closed ? signed(row.new - row.closed) : number(row.new - row.closed)}
      </td>
      <td class="end">{row.firstReply.median === null ? "–" : minutes(row.firstReply.median)}</td>
    </tr>
  );
}

function change(a: number, b: number): string {
  return b === 0 ? signed(a - b) : `${signed(a - b)} (${Math.round((100 * Math.abs(a - b)) / b)}%)`;
}

function points(a: number | null, b: number | null): string {
  if (a === null || b === null) return "";
  if (a === b) return t("unchanged");
  return `${sign(a - b)}${t("{n} points", { n: Math.abs(a - b) })}`;
}

/** The CSS class for the change of a percentage; empty for a change that may be chance. */
function kind(part: number, all: number, partThen: number, allThen: number): string {
  if (all === 0 || allThen === 0) return "";
  const expected = (partThen * all) / allThen;
  if (!differs(part, expected)) return "";
  return part > expected ? "good" : "bad";
}

const percent = (n: number | null) => (n === null ? "–" : `${n}%`);

function field(rows: ReportRow[]): number[][] {
  const cells = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { weekday, hour, new: n } of rows) {
    const row = weekday === null ? undefined : cells[weekday];
    if (row && hour !== null) row[hour] = n;
  }
  return cells;
}

function weekdays(): string[] {
  const format = new Intl.DateTimeFormat(words.language.value, { weekday: "short" });
  return Array.from({ length: 7 }, (_, n) => format.format(new Date(2026, 0, 5 + n)));
}

function classOf(it: { from: number; to: number | null; count: number }, target: number): Class {
  const m = (s: number) => Math.round(s / 60);
  const label =
    it.to === null
      ? t("> {n} h", { n: m(it.from) / 60 })
      : it.from === 0
        ? t("< {n} min", { n: m(it.to) })
        : `${m(it.from)}–${m(it.to)}`;
  const kind = it.to !== null && it.to <= target ? "good" : it.from >= 3 * target ? "late" : "slow";
  return { key: String(it.from), label, count: it.count, kind };
}
