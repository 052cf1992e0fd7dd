// A message as an arrow from column to column: `──RequestVote t2─▶`; a lost one ends in a cross.

import type { Message } from '@three-ways/raft-cluster';
import { type Canvas, longestFitting } from './canvas.ts';
import { messageLabels } from './labels.ts';
import { colourOf, trouble } from './paint.ts';

interface Arrow {
  /** Columns of the two servers' lines. */
  readonly from: number;
  readonly to: number;
  readonly message: Message;
  readonly isLost: boolean;
}

export function drawArrow(line: Canvas, { from, to, message, isLost }: Arrow): void {
  if (from === to) return;
  const isToTheRight = to > from;
  const [left, right] = isToTheRight ? [from + 1, to - 1] : [to + 1, from - 1];
  const style = isLost ? trouble : colourOf('term' in message ? message.term : 0);
  line.put(left, '─'.repeat(right - left + 1), style);
  line.put(isToTheRight ? right : left, headOf(isLost, isToTheRight), style);
  const label = longestFitting(messageLabels(message), right - left - 2);
  const start = isToTheRight ? left + 1 : right - label.length;
  line.put(start, label, style);
}

function headOf(isLost: boolean, isToTheRight: boolean): string {
  if (isLost) return '✗';
  return isToTheRight ? '▶' : '◀';
}
