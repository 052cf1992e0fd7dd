// Directs a scene: plays its script on a cluster, and notes when what is to be done and said. A script waits for things to
// happen, not for times, so that a scene comes about on any model.

import type { Action } from '../engine/actions.ts';
import type { Picture } from '../engine/picture.ts';
import { type Machines, Player } from '../engine/player.ts';
import type { Step } from '../engine/recording.ts';
import type { World } from '../engine/world.ts';

/** What is said, and from when on (ms). */
export interface Line {
  readonly at: number;
  readonly text: string;
}

/** A scene that has been played: its world, when it asks, and what is said. */
export interface PlayedScene {
  readonly world: World;
  readonly begin: number;
  readonly question: Question & { readonly at: number };
  readonly lines: readonly Line[];
  readonly end: number;
}

export interface Question {
  readonly text: string;
  readonly options: readonly string[];
  /** The position of the right option. */
  readonly right: number;
  /** Said with the answer. */
  readonly because: string;
}

export type Script = (director: Director) => Promise<void>;

/** A scene that does not come about: the servers did something else than its script expects. */
export class SceneFailed extends Error {
  override readonly name = 'SceneFailed';
}

/** Longest wait for something (ms). */
const patience = 5000;

export class Director {
  private readonly player: Player;
  private readonly lines: Line[] = [];
  private asked: PlayedScene['question'] | null = null;
  private begin = 0;

  private constructor(player: Player) {
    this.player = player;
  }

  /** Plays a script on a world. @throws SceneFailed */
  static async play(script: Script, world: World, machines: Machines): Promise<PlayedScene> {
    const player = new Player(machines, world);
    await player.open(world, 0);
    const director = new Director(player);
    await script(director);
    const question = director.asked;
    if (question === null) throw new SceneFailed('the scene asks nothing');
    return { world: player.world, begin: director.begin, question, lines: director.lines, end: player.now };
  }

  get picture(): Picture {
    return this.player.recording.pictureAt(this.player.now);
  }

  /** The leader of the newest term. @throws SceneFailed without one */
  get leader(): number {
    const leaders = [...this.picture.servers.values()].filter(
      ({ running, role }) => running && role === 'leader',
    );
    const newest = leaders.sort((a, b) => b.term - a.term)[0];
    if (newest === undefined) throw new SceneFailed('there is no leader');
    return newest.id;
  }

  /** Servers other than these, in order. */
  others(...these: readonly number[]): number[] {
    return [...this.picture.servers.keys()].filter((id) => !these.includes(id)).sort((a, b) => a - b);
  }

  /** The scene begins here: what came before is passed over. */
  start(text: string): void {
    this.begin = this.player.now;
    this.tell(text);
  }

  /** Says something from now on. */
  tell(text: string): void {
    this.lines.push({ at: this.player.now, text });
  }

  /** Asks here, before what follows is shown. */
  ask(question: Question): void {
    this.asked = { ...question, at: this.player.now };
  }

  do(action: Action): Promise<void> {
    return this.player.act(action);
  }

  /** Lets time pass (ms). */
  wait(ms: number): Promise<void> {
    return this.player.goTo(this.player.now + ms);
  }

  /** Goes on to the next step that fits. @throws SceneFailed if there is none */
  async until(what: string, fits: (step: Step) => boolean): Promise<void> {
    const at = await this.player.find(fits, patience);
    if (at === null) throw new SceneFailed(`not seen: ${what}`);
    await this.player.goTo(at);
  }

  /** Goes on until someone is elected. Returns who. */
  async untilElected(): Promise<number> {
    await this.until('an election', ({ marks }) => marks.has('election'));
    return this.leader;
  }

  /** Goes on until all servers that run have committed the same log. */
  async untilQuiet(): Promise<void> {
    await this.until('agreement', ({ picture: { servers } }) => {
      const running = [...servers.values()].filter((server) => server.running);
      const [first] = running;
      return running.every(
        ({ base, terms, commitIndex }) =>
          base + terms.length === commitIndex && commitIndex === first!.commitIndex && commitIndex > 0,
      );
    });
  }
}
