/**
 * A thread with a connection of its own, so that waiting for the disk keeps nobody waiting. It imports none of our modules:
 * the specs run it as it stands here.
 */
import { parentPort, workerData } from 'node:worker_threads';
import SQLite, { type Statement } from 'better-sqlite3';
import type { BoundStatement } from './row-work.js';

/** What the thread is given at its start. */
export interface ThreadStart {
  readonly file: string;
  readonly pragmas: readonly string[];
}

/** One transaction. */
export interface ThreadTask {
  readonly id: number;
  readonly statements: readonly BoundStatement[];
}

export interface ThreadAnswer {
  readonly id: number;
  readonly problem?: { readonly message: string; readonly code: string };
}

const { file, pragmas } = workerData as ThreadStart;
const db = new SQLite(file);
for (const pragma of pragmas) db.pragma(pragma);

const prepared = new Map<string, Statement>();

const write = db.transaction((statements: ThreadTask['statements']) => {
  for (const { sql, values } of statements) {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    for (const row of values) statement.run(row);
  }
});

parentPort?.on('message', (task: ThreadTask | 'close') => {
  if (task === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage({ id: task.id, ...problemOf(task) } satisfies ThreadAnswer);
});

function problemOf({ statements }: ThreadTask): Pick<ThreadAnswer, 'problem'> {
  try {
    // The write lock first: a transaction that finds it taken later cannot wait for it.
    write.immediate(statements);
    return {};
  } catch (error) {
    const { message, code = '' } = error as { message: string; code?: string };
    return { problem: { message, code } };
  }
}
