// Rows in, lines out: a column a server, as wide as the terminal allows, each with the line of its life.

import type { ServerId } from '@three-ways/raft-core';
import type { Deed, Look } from './activities.ts';
import { drawArrow } from './arrow.ts';
import { Canvas, cut, fitting } from './canvas.ts';
import { legend, lifelines, tellNetwork, waysToNote, waysToTell } from './labels.ts';
import type { ReignNews } from './leaderships.ts';
import { colourOf, dim, type Paint, strong, trouble } from './paint.ts';
import type { DeedsRow, NetworkRow, Row } from './rows.ts';

export interface PictureOptions {
  /** Characters. */
  readonly width: number;
  readonly paint: Paint;
  /** Only these servers get a column; null for all. */
  readonly only: ReadonlySet<ServerId> | null;
}

/** Where the first column begins: after the time. */
const margin = 11;
const narrowest = 5;
/** A column of this width says things in full; beyond the widest they only move apart. */
const comfortable = 16;
const widest = 18;
/** What a note takes on the right, if columns may stay comfortable. */
const roomForNotes = 46;
/** The head of the columns comes again after so many lines. */
const page = 40;

export class Picture {
  private readonly options: PictureOptions;
  private known: ReadonlyMap<ServerId, Look> | null = null;
  private servers: readonly ServerId[] = [];
  private columnWidth = widest;
  private leftOut = 0;
  private linesSinceHead = page;

  constructor(options: PictureOptions) {
    this.options = options;
  }

  /** What the signs mean. */
  legend(): string[] {
    const lines = [''];
    for (const sign of legend) {
      const longer = `${lines.at(-1)}${lines.at(-1) === '' ? '' : '   '}${sign}`;
      if (longer.length <= this.options.width) lines[lines.length - 1] = longer;
      else lines.push(sign);
    }
    return lines.map((line) => this.options.paint(dim, cut(line, this.options.width)));
  }

  /**
   * The lines of a row; with the columns' head before it if it is time for one.
   * @param known all servers that were heard of by now, so that few of them come as a surprise
   */
  draw(row: Row, known: ReadonlyMap<ServerId, Look>): string[] {
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
      case 'deeds':
        return this.drawDeeds(row);
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

  /** A server that was not known before gets its column, and all the columns a new head. */
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
    return this.leftOut > 0 ? [...heads, cut(missing, this.options.width)] : heads;
  }

  private placeOf(server: ServerId): number | null {
    const column = this.servers.indexOf(server);
    return column < 0 ? null : margin + column * this.columnWidth;
  }

  /** A line with its time, and the lines of all lives. */
  private lineAt({ at, looks }: Row, isTimed = true): Canvas {
    const line = new Canvas();
    if (isTimed) line.put(0, at.toFixed(1).padStart(margin - 2), dim);
    for (const id of this.servers) {
      const look = looks.get(id);
      if (look !== undefined && look.role !== 'crashed')
        line.put(this.placeOf(id)!, lifelines[look.role], colourOf(look.term, emphasisOf(look)));
    }
    return line;
  }

  private drawDeeds(row: DeedsRow): string[] {
    const { deeds, news, looks } = row;
    const line = this.lineAt(row);
    const shown = this.servers.filter((id) => deeds.has(id));
    if (shown.length === 0) return [];
    for (const id of shown) this.drawDeed(line, this.placeOf(id)!, deeds.get(id)!, looks.get(id)!);
    const place = news && this.placeOf(news.reign.leader);
    return place === null ? [line.toString(this.options.paint)] : this.withNote(line, row, news!, place);
  }

  private drawDeed(line: Canvas, column: number, deed: Deed, look: Look): void {
    const isCrash = deed.type === 'crash';
    const style = isCrash
      ? trouble
      : colourOf(look.term, deed.type === 'role' ? emphasisOf(look) : undefined);
    const room = this.columnWidth - (isCrash ? 1 : 3);
    line.put(column + (isCrash ? 0 : 2), fitting(waysToTell(deed, look), room), style);
  }

  /** On the right if there is room, else below, pointing at the server's line. */
  private withNote(line: Canvas, row: DeedsRow, news: ReignNews, place: number): string[] {
    const { width, paint } = this.options;
    const isTrouble = news.type === 'ends' && news.reigning === 0;
    const style = isTrouble ? trouble : colourOf(news.reign.term, 'bold');
    const note = fitting(waysToNote(news), width - margin - 2);
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
    const text = ` ${tellNetwork(row.news, row.looks.keys())} `;
    const end = margin + this.servers.length * this.columnWidth - 1;
    const isTrouble = row.news.type === 'cut' || row.news.type === 'bad';
    const style = isTrouble ? trouble : strong;
    line.put(margin, '═'.repeat(Math.max(0, end - margin)), style);
    line.put(margin + 2, cut(text, this.options.width - margin - 2), style);
    return line.toString(this.options.paint);
  }
}

function emphasisOf({ role }: Look): 'bold' | undefined {
  return role === 'leader' ? 'bold' : undefined;
}

/** As wide as it is comfortable beside the notes; where that is too narrow, notes go below. */
function widthOf(room: number, columns: number): number {
  const besideNotes = Math.floor((room - roomForNotes) / columns);
  const alone = Math.floor(room / columns);
  return Math.max(narrowest, Math.min(besideNotes >= comfortable ? besideNotes : alone, widest));
}
