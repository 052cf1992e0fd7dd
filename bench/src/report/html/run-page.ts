// The report of a run as one HTML file.

import type { SuiteChart } from '../../tables/chart.ts';
import type { Table } from '../../tables/table.ts';
import { blockMarkup, commandMarkup, markersMarkup } from './blocks.ts';
import { html, type Markup } from './markup.ts';
import { type EmbeddedData, pageOf } from './page.ts';
import { notesMarkup, type Titles, tableMarkup } from './table.ts';

export interface ReportedSuite {
  readonly name: string;
  readonly question: string;
  readonly verdict: string | null;
  readonly tables: readonly Table[];
  readonly charts: readonly SuiteChart[];
  /** Repeats this suite's trials. */
  readonly command: string;
  /** What was measured: settings and rounds. */
  readonly measured: readonly string[];
}

export interface ReportedRun {
  /** Date and time, and the machine. */
  readonly about: string;
  /** What makes the whole run doubtful. */
  readonly warnings: readonly string[];
  readonly suites: readonly ReportedSuite[];
  readonly environment: Table;
  readonly titles: Titles;
  /** Repeats the run. */
  readonly command: string;
  /** The raw results, and a sentence on where they are. */
  readonly raw: { readonly data: EmbeddedData | null; readonly note: string };
}

export function runPage(run: ReportedRun): string {
  const { about, suites, environment, titles, command, raw } = run;
  const body = html`${markersMarkup([...new Set(titles.values())])}
<header>
<h1>Raft, Three Ways: results of a bench run</h1>
<p class="about">${about}</p>
${run.warnings.map((warning) => html`<p class="warning">${warning}</p>`)}
${inShort(suites)}
<nav class="bar tools" aria-label="Contents"><ul>
${[...suites.map(({ name }) => name), 'environment'].map((name) => html`<li><a href="#${name}">${name}</a></li>`)}
</ul></nav>
</header>
<main>
${suites.map((suite) => suiteMarkup(suite, titles))}
<section id="environment">
<p class="kind">environment</p>
<h2>On what was it measured, and how is it repeated?</h2>
<p>This command repeats the run:</p>
${commandMarkup(command)}
<div class="block"><div>${tableMarkup(environment, titles)}${notesMarkup(environment.notes)}</div></div>
<p class="raw">${raw.note} </p>
</section>
</main>
<footer>One file, without scripts from elsewhere and without requests; drawn from <code>results.json</code> alone.</footer>`;
  return pageOf({
    title: `Bench run, ${about}`,
    body,
    ...(raw.data !== null && { data: raw.data }),
  });
}

function inShort(suites: readonly ReportedSuite[]): Markup | null {
  const answered = suites.filter(({ verdict }) => verdict !== null);
  return answered.length === 0
    ? null
    : html`<ul class="short">${answered.map(
        ({ question, verdict }) => html`<li><p class="question">${question}</p><p>${verdict!}</p></li>\n`,
      )}</ul>`;
}

function suiteMarkup(suite: ReportedSuite, titles: Titles): Markup {
  const { name, question, verdict, charts, command, measured } = suite;
  const { tables, common } = withoutCommonNotes(suite.tables);
  return html`<section id="${name}">
<p class="kind">${name}</p>
<h2>${question}</h2>
${verdict === null ? null : html`<p class="verdict">${verdict}</p>`}
${tables.map((table) =>
  blockMarkup(
    table,
    charts.filter((chart) => chart.table === table.caption),
    titles,
  ),
)}
${common.length === 0 ? null : html`<h3>Notes on several of these tables</h3>${notesMarkup(common)}`}
<details><summary>Settings and repetition</summary>
${notesMarkup(measured)}
${commandMarkup(command)}
</details>
</section>
`;
}

/** Notes that several tables have in common stand once, below them. */
function withoutCommonNotes(tables: readonly Table[]): {
  tables: readonly Table[];
  common: readonly string[];
} {
  const notes = tables.flatMap((table) => [...new Set(table.notes)]);
  const common = [...new Set(notes.filter((note, i) => notes.indexOf(note) !== i))];
  const own = (table: Table) => ({ ...table, notes: table.notes.filter((note) => !common.includes(note)) });
  return { tables: tables.map(own), common };
}
