import SQLite from 'better-sqlite3';
import { join } from 'node:path';
import { TempFolder } from './temp-repository.js';

/** Agent farm's folder with its database, as each generation of Codev lays it out. */
export class FakeAgentFarm extends TempFolder {
  private readonly database = new SQLite(join(this.path, 'global.db'));

  /** As Codev 3 has it: what is written stays in the log beside the database while Tower runs. */
  knowing(...paths: readonly string[]): this {
    this.database.pragma('journal_mode = WAL');
    this.database.exec(
      'CREATE TABLE IF NOT EXISTS known_workspaces (workspace_path TEXT PRIMARY KEY, name TEXT NOT NULL, last_launched_at TEXT)',
    );
    for (const path of paths) this.write3(path);
    return this;
  }

  /** 2.x called them projects. */
  knowingProjects(...paths: readonly string[]): this {
    this.database.exec('CREATE TABLE known_projects (project_path TEXT PRIMARY KEY, name TEXT NOT NULL)');
    const insert = this.database.prepare("INSERT INTO known_projects VALUES (?, 'name')");
    for (const path of paths) insert.run(path);
    return this;
  }

  /** 1.6 gave each repository a block of ports. */
  withPortsFor(...paths: readonly string[]): this {
    this.database.exec(
      'CREATE TABLE port_allocations (project_path TEXT PRIMARY KEY, base_port INTEGER NOT NULL UNIQUE)',
    );
    const insert = this.database.prepare('INSERT INTO port_allocations VALUES (?, ?)');
    for (const [i, path] of paths.entries()) insert.run(path, 4200 + 100 * i);
    return this;
  }

  /** Tower stops: all is in the database's own file. */
  stop(): this {
    this.database.close();
    return this;
  }

  override remove(): void {
    this.stop();
    super.remove();
  }

  private write3(path: string): void {
    this.database
      .prepare("INSERT OR REPLACE INTO known_workspaces VALUES (?, 'name', datetime('now'))")
      .run(path);
  }
}
