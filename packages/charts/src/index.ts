// Charts as plain data, drawn as SVG. README.md has an example.

export type {
  Axis,
  CdfChart,
  CdfSeries,
  Chart,
  LinesChart,
  MarksChart,
  MarksLine,
  PercentilesChart,
  PercentilesSeries,
  Point,
  Row,
  RowGroup,
  RowsChart,
  Rule,
  Series,
} from './chart.ts';
export { type DrawOptions, draw } from './draw.ts';
export { markerOf } from './series-marks.ts';
export { colourOf } from './series-style.ts';
export { stylesheet } from './stylesheet.ts';
export { format, formatIn, shownFor, type Unit } from './units.ts';
