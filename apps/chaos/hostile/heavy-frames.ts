import { createHash } from 'node:crypto';

const MIB = 1024 * 1024;
const PROJECT = '/code/shop';

/** The most work that fits into one frame, each in another way. All of them are below HQ's limit of 1 MiB. */
export function heavyFrames(): Record<string, string> {
  return {
    'deep nesting': '['.repeat(450_000) + ']'.repeat(450_000),
    'deep nesting, never closed': '{"a":'.repeat(MIB / 5 - 10),
    'a list of numbers': `[${'1,'.repeat(500_000)}1]`,
    'an object of many keys': envelope('ping', `{"ts":1,${many(80_000, (i) => `"k${i}":1`)}}`),
    'an object of as many keys as are read': envelope('ping', `{"ts":1,${many(39_000, (i) => `"k${i}":1`)}}`),
    'a manifest of 9,000 files': manifest((i) => ({ path: `codev/status/${i}.md`, digest: sha(`${i}`) })),
    'a manifest of 9,000 mistakes': manifest(() => ({ path: 1, digest: 'x' })),
    'a file of many gates': file('gates:', (i) => `  g${i}: { status: pending }`, 8_000),
    'a file of many keys': file('a: 1', (i) => `k${i}: 1`, 25_000),
    'a file of aliases': file('a: &a [x, y]', (i) => `k${i}: *a`, 20_000),
    'the longest file of keys': file('a: 1', (i) => `k${i}: ${'1'.repeat(4)}`, 4_990),
    'the longest file of aliases': file('a: &a [x, y]', (i) => `k${i}: *a`, 4_990),
    'the longest file of list items': file('a:', () => '- xxxxxxxxx', 4_990),
    'a file that multiplies itself': multiplying(),
    'a file of list items': file('a:', () => '- x', 60_000),
  };
}

function envelope(type: string, payload: string): string {
  return `{"type":"${type}","id":"heavy","ts":1,"payload":${payload}}`;
}

function many(count: number, one: (index: number) => string): string {
  return Array.from({ length: count }, (_, i) => one(i)).join();
}

function manifest(one: (index: number) => object): string {
  const status_files = Array.from({ length: 9_000 }, (_, i) => one(i));
  return envelope('sync_response', JSON.stringify({ project_path: PROJECT, status_files, builders: [] }));
}

function file(first: string, line: (index: number) => string, lines: number): string {
  const yaml = [first, ...Array.from({ length: lines }, (_, i) => line(i))].join('\n');
  return update(`---\n${yaml}\n---\n`);
}

function multiplying(): string {
  const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} { a: *a${i}, b: *a${i} }`);
  return update(`---\na0: &a0 { a: x, b: x }\n${levels.join('\n')}\ngates: *a30\n---\n`);
}

function update(content: string): string {
  const status_file = `codev/status/${sha(content).slice(0, 8)}.md`;
  return envelope('status_update', JSON.stringify({ project_path: PROJECT, status_file, content }));
}

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
