// Starts the live chapter in its page.

import { render } from 'preact';
import './live.css';
import type { GoProgram } from '../models/go-host.ts';
import type { Scene } from '../scenes/scene.ts';
import { App } from './app.tsx';
import type { Sources } from './source-lines.ts';
import { provideTurns } from './turns.ts';

provideTurns();

const root = document.querySelector('#live')!;
const sources = JSON.parse(document.querySelector('#live-sources')!.textContent) as Sources;

/** Scripts that the page loads on demand put what they hold here. */
interface Loaded {
  /** The Go program, compressed, as base64; and its host. */
  threeWaysGo?: { readonly wasm: string; readonly host: string };
  /** The trace of a run on threads. */
  threeWaysThreads?: string;
  threeWaysScenes?: { readonly scenes: readonly Scene[] };
}

const loaded = globalThis as Loaded;

/** Loads a classic script beside the page: fetching is not allowed from file://. */
function loadScript(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = name;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${name} is missing beside this page.`));
    document.head.append(script);
  });
}

async function loadGo(): Promise<GoProgram> {
  if (root.getAttribute('data-go') === null)
    throw new Error('This page was built without Go, so Go can’t run in it.');
  if (loaded.threeWaysGo === undefined) await loadScript('live-go.js');
  const { wasm, host } = loaded.threeWaysGo!;
  const bytes = Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return { module: await WebAssembly.compile(await new Response(stream).arrayBuffer()), host };
}

async function loadThreads(): Promise<string> {
  if (loaded.threeWaysThreads === undefined) await loadScript('live-threads.js');
  return loaded.threeWaysThreads!;
}

async function loadScenes(): Promise<readonly Scene[]> {
  if (loaded.threeWaysScenes === undefined) await loadScript('live-scenes.js');
  return loaded.threeWaysScenes!.scenes;
}

root.replaceChildren(); // what stands there for readers without scripts
const hasThreads = root.getAttribute('data-threads') !== null;
const loadRecorded = hasThreads ? loadThreads : null;
render(<App sources={sources} loadGo={loadGo} loadThreads={loadRecorded} loadScenes={loadScenes} />, root);
