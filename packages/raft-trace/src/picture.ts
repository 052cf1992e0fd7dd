// From rows to lines: one column a server, as wide as the terminal allows.

import type { ServerId } from '@three-ways/raft-core';
import type { Activity, ServerView } from './activities.ts';
import { drawArrow } from './arrow.ts';
import { Canvas, longestFitting, truncate } from './canvas.ts';
import { activityLabels, leadershipLabels, legend, networkText, roleLines } from './labels.ts';
import type { LeadershipChange } from './leaderships.ts';
import { colourOf, dim, type Paint, strong, trouble } from './paint.ts';
import type { ActivityRow, NetworkRow, Row } from './rows.ts';

interface PictureOptions {
  /** Line length (characters). */
  readonly width: number;
  readonly paint: Paint;
  /** Servers that get a column; null for all. */
  readonly only: ReadonlySet<ServerId> | null;
}

/** Width of the time's column (characters). */
const margin = 11;
/** Column widths: minimum, enough for full labels, maximum (characters). */
const narrowest = 5;
const comfortable = 16;
const widest = 18;
/** Space reserved for notes on the right (characters). */
const roomForNotes = 46;
/** Lines between two column heads. */
const page = 40;

export class Picture {
  private readonly options: PictureOptions;
  private known: ReadonlyMap<ServerId, ServerView> | null = null;
  private servers: readonly ServerId[] = [];
  private columnWidth = widest;
  private leftOut = 0;
  private linesSinceHead = page;

  constructor(options: PictureOptions) {
    this.options = options;
  }

  /** The meaning of the symbols. */
  legend(): string[] {
    const lines = [''];
    for (const symbol of legend) {
      const longer = `${lines.at(-1)}${lines.at(-1) === '' ? '' : '   '}${symbol}`;
      if (longer.length <= this.options.width) lines[lines.length - 1] = longer;
      else lines.push(symbol);
    }
    return lines.map((line) => this.options.paint(dim, truncate(line, this.options.width)));
  }

  /**
   * The lines of a row, preceded by the column heads when due.
   * @param known all servers mentioned so far
   */
  draw(row: Row, known: ReadonlyMap<ServerId, ServerView>): string[] {
    if (known !== this.known) this.layOut([...known.keys()]);
    this.known = known;
    const lines = this.drawRow(row);
    if (lines.length === 0) return [];
    const head = this.linesSinceHead >= page ? this.head() : [];
    this.linesSinceHead = (head.length > 0 ? 0 : this.linesSinceHead) + lines.length;
    return [...head, ...lines];
  }

  private drawRow(row: Row): string[] {
    switch (row.type) {
      case 'activities':
        return this.drawActivities(row);
      case 'network':
        return [this.drawNetwork(row)];
      case 'message': {
        const { message, isLost } = row;
        const [from, to] = [this.placeOf(message.from), this.placeOf(message.to)];
        if (from === null || to === null) return [];
        const line = this.lineAt(row);
        drawArrow(line, { from, to, message, isLost });
        return [line.toString(this.options.paint)];
      }
    }
  }

  /** Lays out the columns again when a server is new. */
  private layOut(known: readonly ServerId[]): void {
    const { only, width } = this.options;
    const all = known.filter((id) => only?.has(id) ?? true);
    if (all.length === this.servers.length + this.leftOut) return;
    const shown = Math.min(all.length, Math.max(1, Math.floor((width - margin) / narrowest)));
    this.servers = all.toSorted((a, b) => a - b).slice(0, shown);
    this.leftOut = all.length - shown;
    this.columnWidth = widthOf(width - margin, shown);
    this.linesSinceHead = page;
  }

  private head(): string[] {
    const line = new Canvas();
    line.put(margin - 4, 'ms');
    const wide = this.columnWidth >= 'server 10 '.length;
    for (const id of this.servers) line.put(this.placeOf(id)!, wide ? `server ${id}` : `${id}`, strong);
    const heads = ['', line.toString(this.options.paint)];
    const missing = `${' '.repeat(margin)}${this.leftOut} more don't fit: see --servers`;
    return this.leftOut > 0 ? [...heads, truncate(missing, this.options.width)] : heads;
  }

  private placeOf(server: ServerId): number | null {
    const column = this.servers.indexOf(server);
    return column < 0 ? null : margin + column * this.columnWidth;
  }

  /** A line with its time and all servers' lines. */
  private lineAt({ at, views }: Row, isTimed = true): Canvas {
    const line = new Canvas();
    if (isTimed) line.put(0, at.toFixed(1).padStart(margin - 2), dim);
    for (const id of this.servers) {
      const view = views.get(id);
      if (view !== undefined && view.role !== 'crashed')
        line.put(this.placeOf(id)!, roleLines[view.role], colourOf(view.term, emphasisOf(view)));
    }
    return line;
  }

  private drawActivities(row: ActivityRow): string[] {
    const { activities, change, views } = row;
    const line = this.lineAt(row);
    const shown = this.servers.filter((id) => activities.has(id));
    if (shown.length === 0) return [];
    for (const id of shown) this.drawActivity(line, this.placeOf(id)!, activities.get(id)!, views.get(id)!);
    const place = change && this.placeOf(change.leadership.leader);
    return place === null ? [line.toString(this.options.paint)] : this.withNote(line, row, change!, place);
  }

  private drawActivity(line: Canvas, column: number, activity: Activity, view: ServerView): void {
    const isCrash = activity.type === 'crash';
    const style = isCrash
      ? trouble
      : colourOf(view.term, activity.type === 'role' ? emphasisOf(view) : undefined);
    const room = this.columnWidth - (isCrash ? 1 : 3);
    line.put(column + (isCrash ? 0 : 2), longestFitting(activityLabels(activity, view), room), style);
  }

  /** Adds a note on the right if it fits, else below, pointing at the server's line. */
  private withNote(line: Canvas, row: ActivityRow, change: LeadershipChange, place: number): string[] {
    const { width, paint } = this.options;
    const isTrouble = change.type === 'ends' && change.activeLeaders === 0;
    const style = isTrouble ? trouble : colourOf(change.leadership.term, 'bold');
    const note = longestFitting(leadershipLabels(change), width - margin - 2);
    const right = margin + this.servers.length * this.columnWidth;
    if (right + note.length + 2 <= width) {
      line.put(right, `◀ ${note}`, style);
      return [line.toString(paint)];
    }
    const below = this.lineAt(row, false);
    const isRoomy = place + note.length + 2 <= width;
    if (isRoomy) below.put(place, `▲ ${note}`, style);
    else below.put(Math.max(margin, place - note.length - 1), `${note} ▲`, style);
    return [line.toString(paint), below.toString(paint)];
  }

  private drawNetwork(row: NetworkRow): string {
    const line = this.lineAt(row);
    const text = ` ${networkText(row.change, row.views.keys())} `;
    const end = margin + this.servers.length * this.columnWidth - 1;
    const isTrouble = row.change.type === 'partitioned' || row.change.type === 'faulty';
    const style = isTrouble ? trouble : strong;
    line.put(margin, '═'.repeat(Math.max(0, end - margin)), style);
    line.put(margin + 2, truncate(text, this.options.width - margin - 2), style);
    return line.toString(this.options.paint);
  }
}

function emphasisOf({ role }: ServerView): 'bold' | undefined {
  return role === 'leader' ? 'bold' : undefined;
}

/** Full label width beside the notes; where that does not fit, notes go below. */
function widthOf(room: number, columns: number): number {
  const besideNotes = Math.floor((room - roomForNotes) / columns);
  const alone = Math.floor(room / columns);
  return Math.max(narrowest, Math.min(besideNotes >= comfortable ? besideNotes : alone, widest));
}
