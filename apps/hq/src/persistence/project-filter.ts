import { any, equal, oneOf, type Condition } from './sliced-read.js';

/** Some projects: by id, or by the paths that they are registered under. */
export interface ProjectFilter {
  readonly id: string;
  readonly paths: readonly string[];
}

/** Columns of a table that hold what people call a project. */
export type ProjectColumns = readonly ('project_id' | 'project_name')[];
export const HISTORY_COLUMNS: ProjectColumns = ['project_id', 'project_name'];
export const DECISION_COLUMNS: ProjectColumns = ['project_id'];

/** Each way in which a row may be of the project. */
export function projectWalks({ id, paths }: ProjectFilter, columns: ProjectColumns): Condition[] {
  return [
    ...columns.map((column) => equal(column, id)),
    ...[...new Set([id, ...paths])].map((path) => equal('project_path', path)),
  ];
}

/** Whether a row is. */
export function ofProject({ id, paths }: ProjectFilter, columns: ProjectColumns): Condition {
  return any([...columns.map((column) => equal(column, id)), oneOf('project_path', [id, ...paths])]);
}
