import SQLite from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';
import { keepingStatements } from './kept-statements.js';

let driver: SQLite.Database;
let prepared: string[];
let db: SqliteDatabase;

beforeEach(() => {
  driver = new SQLite(':memory:');
  driver.exec('create table thing (n integer)');
  prepared = [];
  db = keepingStatements({
    prepare: (sql) => {
      prepared.push(sql);
      return driver.prepare(sql);
    },
    close: () => driver.close(),
  });
});
afterEach(() => driver.close());

const all = (sql: string, ...values: unknown[]) => db.prepare(sql).all(values);

it('prepares a statement once, whatever values come with it', () => {
  db.prepare('insert into thing (n) values (?)').run([1]);
  db.prepare('insert into thing (n) values (?)').run([2]);
  expect(all('select n from thing where n = ?', 1)).toEqual([{ n: 1 }]);
  expect(all('select n from thing where n = ?', 2)).toEqual([{ n: 2 }]);
  expect(prepared).toEqual(['insert into thing (n) values (?)', 'select n from thing where n = ?']);
});

it('finds the columns that a table has got since', () => {
  db.prepare('insert into thing (n) values (?)').run([1]);
  expect(all('select * from thing')).toEqual([{ n: 1 }]);
  driver.exec(`alter table thing add column word text default 'new'`);
  expect(all('select * from thing')).toEqual([{ n: 1, word: 'new' }]);
});

it('can ask again after a statement has failed', () => {
  driver.exec('create unique index one_of_each on thing (n)');
  const insert = () => db.prepare('insert into thing (n) values (?)').run([7]);
  insert();
  expect(insert).toThrow(/UNIQUE/);
  driver.exec('delete from thing');
  insert();
  expect(all('select n from thing')).toEqual([{ n: 7 }]);
});

it('keeps those that were used last, no more than 300, and none that is very long', () => {
  for (let n = 0; n < 300; n += 1) all(`select ${n} as n`);
  all('select 0 as n');
  all('select 300 as n');
  prepared = [];
  all('select 0 as n');
  all('select 1 as n');
  expect(prepared).toEqual(['select 1 as n']);
  prepared = [];
  const long = `select '${'x'.repeat(8_000)}' as n`;
  all(long);
  all(long);
  expect(prepared).toEqual([long, long]);
});
