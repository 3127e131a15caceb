/** One picture of the mark: how large, how much of it the mark fills, and what is behind. */
export interface Icon {
  readonly file: string;
  readonly size: number;
  readonly source: string;
  /** 1: the mark's own plate to the edge. Less: the plate's colour fills the square, for what a system cuts to its own shape. */
  readonly fill: number;
  readonly ground: string;
}

const MARK = 'apps/dashboard/public/favicon.svg';
const BADGE = 'tools/icons/badge.svg';
const PLATE = '#15181d';

/** A maskable icon is cut to a circle of 80 % at worst; the mark stays well inside. */
export const ICONS: readonly Icon[] = [
  { file: 'icon-192.png', size: 192, source: MARK, fill: 1, ground: 'transparent' },
  { file: 'icon-512.png', size: 512, source: MARK, fill: 1, ground: 'transparent' },
  { file: 'maskable-192.png', size: 192, source: MARK, fill: 0.8, ground: PLATE },
  { file: 'maskable-512.png', size: 512, source: MARK, fill: 0.8, ground: PLATE },
  { file: 'apple-touch-icon.png', size: 180, source: MARK, fill: 0.9, ground: PLATE },
  { file: 'badge-96.png', size: 96, source: BADGE, fill: 1, ground: 'transparent' },
];

export function pageOf(icon: Icon, svg: string): string {
  const side = icon.size * icon.fill;
  const at = (icon.size - side) / 2;
  const picture = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return `<!doctype html>
<body style="margin:0;width:${icon.size}px;height:${icon.size}px;background:${icon.ground}">
<img src="${picture}" style="position:absolute;left:${at}px;top:${at}px" width="${side}" height="${side}">`;
}
