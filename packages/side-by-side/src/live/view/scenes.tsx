// Scenes: each asks before it shows.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Machines } from '../engine/player.ts';
import { Director, type PlayedScene } from '../scenes/director.ts';
import { type Scene, worldOfScene } from '../scenes/scene.ts';
import type { Stage } from './stage.ts';
import { modelNames, ms } from './texts.ts';

/** Speed of a scene's play (ms of the run in a second). */
const sceneSpeed = 60;

interface Open {
  readonly scene: Scene;
  readonly played: PlayedScene;
  /** The option chosen; null before the answer. */
  readonly answer: number | null;
}

interface ScenesProps {
  readonly stage: Stage;
  readonly machines: Machines;
  /** The scenes are a script of their own, which follows the page's. */
  readonly loadScenes: () => Promise<readonly Scene[]>;
}

export function Scenes({ stage, machines, loadScenes }: ScenesProps): JSX.Element {
  const [scenes, setScenes] = useState<readonly Scene[]>([]);
  const [open, setOpen] = useState<Open | null>(null);
  const begin = async (scene: Scene) => {
    const { model } = stage.world;
    const fitting = scene.models === undefined || scene.models.includes(model) ? model : scene.models[0]!;
    await stage.work(async () => {
      const played = await Director.play(scene.script, worldOfScene(scene, fitting), machines);
      setOpen({ scene, played, answer: null });
      await stage.open(played.world, played.begin);
      stage.set({ speed: sceneSpeed, showsHeartbeats: true });
      stage.stopAt = played.question.at;
    });
  };
  useEffect(() => {
    loadScenes().then(setScenes, () => stage.complain('The scenes are missing beside this page.'));
  }, []);
  useEffect(() => {
    const follow = () => {
      const id = /^#scene-(.*)$/.exec(location.hash)?.[1];
      const scene = scenes.find((each) => each.id === id);
      if (scene !== undefined) void begin(scene);
    };
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [scenes]);
  const isShown = open !== null && stage.traceName === null && stage.world.seed === open.played.world.seed;
  return (
    <section class="scenes" aria-label="Scenes">
      <div class="offered">
        <span>Scenes that ask before they show</span>
        {scenes.map((scene) => (
          <button
            key={scene.id}
            type="button"
            aria-pressed={isShown && open.scene === scene}
            onClick={() => begin(scene)}
          >
            {scene.title}
          </button>
        ))}
      </div>
      {isShown && (
        <SceneCard
          stage={stage}
          open={open}
          choose={(answer) => {
            setOpen({ ...open, answer });
            stage.stopAt = open.played.end;
            stage.play();
          }}
          close={() => {
            stage.stopAt = null;
            setOpen(null);
          }}
        />
      )}
    </section>
  );
}

interface CardProps {
  readonly stage: Stage;
  readonly open: Open;
  readonly choose: (option: number) => void;
  readonly close: () => void;
}

function SceneCard({ stage, open: { scene, played, answer }, choose, close }: CardProps): JSX.Element {
  const { question, lines, end } = played;
  const { now } = stage;
  const said = lines.filter(({ at }) => at <= now && (answer !== null || at <= question.at));
  const asks = now >= question.at && answer === null;
  return (
    <section class="scene" aria-label={scene.title}>
      <h2>{scene.title}</h2>
      {scene.models !== undefined && (
        <p>
          <small>
            Runs on {scene.models.map((model) => modelNames[model]).join(' and ')}, whose rules this page has
            with a switch for the fix.
          </small>
        </p>
      )}
      <div aria-live="polite">
        {said.slice(-2).map(({ at, text }) => (
          <p key={`${at}${text}`} class="told">
            <time>{ms(at)}</time> {text}
          </p>
        ))}
      </div>
      {now < question.at && answer === null && (
        <div class="actions">
          <button type="button" onClick={() => (stage.isPlaying ? stage.pause() : stage.play())}>
            {stage.isPlaying ? 'Pause' : 'Play the scene'}
          </button>
        </div>
      )}
      {asks && <Quiz question={question} choose={choose} />}
      {answer !== null && (
        <p class="told">
          <b>{answer === question.right ? 'Right.' : `No: “${question.options[question.right]}.”`}</b>{' '}
          {question.because}
        </p>
      )}
      {answer !== null && now >= end && (
        <div class="actions">
          <span>The scene is over; the run goes on if you like.</span>
          <button type="button" onClick={close}>
            Close
          </button>
        </div>
      )}
    </section>
  );
}

function Quiz({
  question,
  choose,
}: {
  readonly question: PlayedScene['question'];
  readonly choose: (option: number) => void;
}): JSX.Element {
  return (
    <fieldset>
      <legend>{question.text}</legend>
      {question.options.map((option, i) => (
        <button key={option} type="button" onClick={() => choose(i)}>
          {option}
        </button>
      ))}
    </fieldset>
  );
}
