// Builds the files of the live chapter: its script and styles, the Go program, and the recorded run of threads.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundle } from '../../bundling/bundle.ts';
import { escapeHtml } from '../../markup/html.ts';
import type { Ties } from '../../ties/ties.ts';
import { models } from '../engine/world.ts';
import { fixPlugin } from '../probes/fix-plugin.ts';
import { buildGoProgram } from '../probes/go-program.ts';
import { probePlugin } from '../probes/probe-plugin.ts';
import { sourceData } from '../probes/source-data.ts';
import { scenes } from '../scenes/all.ts';
import { recordThreads } from './record-threads.ts';

export interface LiveSite {
  /** The chapter's part of its page, as HTML. */
  readonly main: string;
  /** Files beside the page, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** What was left out, and why; a line each. */
  readonly leftOut: readonly string[];
}

const chapterEntry = fileURLToPath(new URL('../view/main.tsx', import.meta.url));
const scenesEntry = fileURLToPath(new URL('../scenes/all.ts', import.meta.url));

/** @param ties from lines to steps of other chapters */
export async function makeLiveSite(ties: Ties): Promise<LiveSite> {
  const plugins = [probePlugin(), fixPlugin()];
  const { script, style } = await bundle(chapterEntry, 'live', plugins);
  const scenes = await bundle(scenesEntry, 'threeWaysScenes', plugins);
  const files = new Map([
    ['live.js', script],
    ['live.css', style],
    ['live-scenes.js', scenes.script],
  ]);
  const leftOut: string[] = [];
  const go = await compressedGo();
  if ('script' in go) files.set('live-go.js', go.script);
  else leftOut.push(`Go in the live chapter: ${go.reason}`);
  files.set('live-threads.js', `globalThis.threeWaysThreads=${JSON.stringify(await recordThreads())}`);
  return { main: mainHtml(files.has('live-go.js'), ties), files, leftOut };
}

/** The Go program as a script: compressed, and as text, since a page opened from a file may load nothing else. */
async function compressedGo(): Promise<{ readonly script: string } | { readonly reason: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'live-go-'));
  try {
    const built = await buildGoProgram(folder);
    if (built.wasm === null) return { reason: built.reason };
    const wasm = gzipSync(built.wasm, { level: 9 }).toString('base64');
    return { script: `globalThis.threeWaysGo=${JSON.stringify({ wasm, host: built.host })}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function mainHtml(hasGo: boolean, ties: Ties): string {
  const sources = Object.fromEntries(models.map((model) => [model, sourceData(model, ties)]));
  const data = JSON.stringify(sources).replaceAll('<', '\\u003c');
  return `<div class=intro><h1>A run you can watch</h1>
<p>A Raft cluster, running in this page: the servers of <code>raft-async</code> and <code>raft-coroutines</code> as they are, and Go’s compiled to WebAssembly, each on a clock that this page moves. Crash a server, cut the network, stop a message. Go back: a run is its seed and what was done to it, so the same seed gives the same run.</p>
</div>
<div id=live${hasGo ? ' data-go' : ''} data-threads><noscript><p>The cluster runs in scripts, which are turned off here. The other chapters can be read without them.</p></noscript>
<ul>${scenes.map(({ id, title }) => `<li id=scene-${id}>${escapeHtml(title)}`).join('\n')}</ul></div>
<div class="intro live-notes">
<h2>What is real here</h2>
<p>The code. The servers are the ones that the bench measures; only their clock is virtual, and their network, as in the tests, loses and delays what it is told to. Go’s runtime asks the page for the time, for timers and for random numbers, and gets those of the same clock: so goroutines, too, run the same way each time. Its timers are whole milliseconds, as in any browser.</p>
<p>The lit lines. When this page was built, a probe was put before each statement of the servers’ functions, on the same line: it tells which statement of which call has been reached. A test compares the runs with and without probes: they are the same to the last event.</p>
<p>Threads can’t run on a virtual clock, and in a page they need isolation headers. So theirs is a recording.</p>
</div>
<script type=application/json id=live-sources>${data}</script>
<link rel=stylesheet href=live.css>
<script src=live.js defer></script>`;
}
