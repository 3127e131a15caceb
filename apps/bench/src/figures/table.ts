import { isMet, ratio, type Aim, type Figure } from './figure.ts';

const HEAD = ['figure', 'HQ', 'bare ws', 'ratio', 'aim', 'met'];

/** The figures as a Markdown table that also reads well on a terminal. */
export function table(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => ruled(width, column)).join(' | ')} |`;
  return [line(HEAD), rule, ...figures.map((figure) => line(cells(figure)))].join('\n');
}

function cells(figure: Figure): string[] {
  const times = ratio(figure);
  const met = isMet(figure);
  return [
    `${figure.name} (${figure.unit})`,
    number(figure.hq),
    figure.yardstick === undefined ? '' : number(figure.yardstick),
    times === undefined ? '' : `${times.toFixed(2)} ×`,
    figure.aim ? words(figure.aim) : '',
    met === undefined ? '' : met ? 'yes' : 'NO',
  ];
}

function words({ of, at, value }: Aim): string {
  return `${at === 'most' ? '≤' : '≥'} ${number(value)}${of === 'ratio' ? ' ×' : ''}`;
}

function number(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(3)).toString();
}

const pad = (cell: string, width: number, column: number) =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width);

const ruled = (width: number, column: number) =>
  column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`;
