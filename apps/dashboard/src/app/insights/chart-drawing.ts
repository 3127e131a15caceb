import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  Tooltip,
  type ChartConfiguration,
  type Plugin,
} from 'chart.js';
import type { BarsPlot, ColumnsPlot, Plot } from './plot';

// What is not named here is not in the page.
Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** How things look now: the tokens of the theme, by their names. */
export interface Look {
  readonly colour: (token: string) => string;
  readonly font: string;
  readonly moves: boolean;
}

export interface Drawn {
  readonly remove: () => void;
}

export function drawChart(canvas: HTMLCanvasElement, plot: Plot, look: Look): Drawn {
  const chart = new Chart<'bar', (number | [number, number])[]>(
    canvas,
    plot.kind === 'bars' ? barsOf(plot, look) : columnsOf(plot, look),
  );
  return { remove: () => chart.destroy() };
}

type Config = ChartConfiguration<'bar', (number | [number, number])[]>;

const MOVE_MS = 220;
/** So many can all have their names below them. */
const FEW_COLUMNS = 7;

function animationOf({ moves }: Look) {
  return moves ? { duration: MOVE_MS } : (false as const);
}

function barsOf(plot: BarsPlot, look: Look): Config {
  const { rows, colour, most } = plot;
  return {
    type: 'bar',
    data: {
      labels: rows.map(({ name }) => name),
      datasets: [
        {
          data: rows.map(({ value }) => value),
          backgroundColor: look.colour(colour),
          barThickness: 10,
          borderRadius: 3,
          borderSkipped: false,
          grouped: false,
          // A bar of almost nothing is still there.
          minBarLength: 2,
        },
        {
          data: rows.map(({ value, beyond }) => [value, beyond ?? value]),
          backgroundColor: look.colour('series-6'),
          barThickness: 3,
          grouped: false,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      animation: animationOf(look),
      maintainAspectRatio: false,
      layout: { padding: { top: 8 } },
      events: [],
      plugins: { tooltip: { enabled: false } },
      scales: { x: { display: false, min: 0, max: most }, y: { display: false } },
    },
    plugins: [rowsOf(plot, look)],
  };
}

/** The name and the figures of each row above its bar, and a well for the bar. */
function rowsOf({ rows }: BarsPlot, { colour, font }: Look): Plugin<'bar'> {
  const nameFont = `500 13px ${font}`;
  return {
    id: 'rows',
    beforeDatasetsDraw: ({ ctx, chartArea: { left, right, width }, scales }) => {
      ctx.save();
      ctx.textBaseline = 'alphabetic';
      rows.forEach(({ name, figures }, at) => {
        const middle = scales['y']?.getPixelForValue(at) ?? 0;
        ctx.fillStyle = colour('sunken');
        ctx.beginPath();
        ctx.roundRect(left, middle - 5, width, 10, 3);
        ctx.fill();
        ctx.font = `400 12px ${font}`;
        ctx.fillStyle = colour('ink-2');
        ctx.textAlign = 'right';
        const shown = figuresBeside(ctx, figures, width - 12 - nameWidth(ctx, name, nameFont));
        ctx.fillText(shown, right, middle - 12);
        const room = width - ctx.measureText(shown).width - 12;
        ctx.font = nameFont;
        ctx.fillStyle = colour('ink');
        ctx.textAlign = 'left';
        ctx.fillText(fitted(ctx, name, room), left, middle - 12);
      });
      ctx.restore();
    },
  };
}

/** As many of a row's figures as leave room for its name: the first always, the table has all. */
function figuresBeside(ctx: CanvasRenderingContext2D, figures: string, room: number): string {
  const parts = figures.split(' · ');
  while (parts.length > 1 && ctx.measureText(parts.join(' · ')).width > room) parts.pop();
  return parts.join(' · ');
}

function nameWidth(ctx: CanvasRenderingContext2D, name: string, font: string): number {
  ctx.save();
  ctx.font = font;
  const { width } = ctx.measureText(name);
  ctx.restore();
  return width;
}

function fitted(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 1 && ctx.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length)}…`;
}

function columnsOf({ names, series }: ColumnsPlot, look: Look): Config {
  const { colour, font } = look;
  const ticks = { color: colour('ink-2'), font: { family: font, size: 12 } };
  return {
    type: 'bar',
    data: {
      labels: [...names],
      datasets: series.map(({ name, colour: own, counts }) => ({
        label: name,
        data: [...counts],
        backgroundColor: colour(own),
        hoverBackgroundColor: colour(own),
        borderRadius: 2,
        maxBarThickness: 36,
        categoryPercentage: 0.9,
        barPercentage: 0.85,
      })),
    },
    options: {
      animation: animationOf(look),
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      plugins: {
        tooltip: {
          backgroundColor: colour('ink'),
          titleColor: colour('paper'),
          bodyColor: colour('paper'),
          titleFont: { family: font, size: 12, weight: 600 },
          bodyFont: { family: font, size: 12 },
          padding: 10,
          cornerRadius: 8,
          boxPadding: 4,
          boxWidth: 8,
          boxHeight: 8,
        },
      },
      scales: {
        x: {
          stacked: true,
          grid: { display: false },
          border: { color: colour('line-strong') },
          ticks: { ...ticks, maxRotation: 0, autoSkip: names.length > FEW_COLUMNS, autoSkipPadding: 16 },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          border: { display: false },
          grid: { color: colour('line') },
          ticks: { ...ticks, precision: 0, maxTicksLimit: 5, padding: 8 },
        },
      },
    },
  };
}
