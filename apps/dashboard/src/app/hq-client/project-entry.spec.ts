import { aBuilder, aDecision, aFile, anInstance, aWaitingGate } from '../../../testing/factories';
import { projectsOf } from './project-entry';

const porch = (id: string, overrides = {}) => ({
  ...aFile().project,
  format: 'porch' as const,
  id,
  ...overrides,
});

describe('all projects', () => {
  it('list a file under its own project only, also when paths are equal (S12)', () => {
    const projects = ['/home/ada/shop', '/home/ada/site'].map((path) => ({ path, name: path }));
    const status_files = projects.map(({ path }) => aFile({ project_path: path }));
    const { entries } = projectsOf([anInstance({ projects, status_files })], [aWaitingGate()]);
    expect(entries.map(({ repository }) => repository.path)).toEqual(['/home/ada/shop', '/home/ada/site']);
    expect(entries.map(({ waiting }) => waiting.length)).toEqual([1, 0]);
  });

  it('are in the order of their numbers', () => {
    const status_files = ['412', '7', '0068'].map((id) => aFile({ path: id, project: porch(id) }));
    const { entries } = projectsOf([anInstance({ status_files })]);
    expect(entries.map(({ file }) => file.project.id)).toEqual(['7', '0068', '412']);
  });

  it('carry the builder of their own worktree, and leave the others apart (C12)', () => {
    const mine = aBuilder({ builder_id: 'builder-spir-412', worktree: '/shop/.builders/spir-412' });
    const other = aBuilder({ builder_id: 'builder-spir-9', worktree: '/shop/.builders/spir-9' });
    const file = aFile({ worktree: '/shop/.builders/spir-412', project: porch('0412') });
    const { entries, builders } = projectsOf([anInstance({ status_files: [file], builders: [other, mine] })]);
    expect(entries[0]?.builder).toBe(mine);
    expect(builders.map(({ builder }) => builder)).toEqual([other]);
  });

  it('know a builder that tells no worktree by the number in its name, in its own project only', () => {
    const here = aBuilder({ builder_id: 'builder-68' });
    const elsewhere = aBuilder({ builder_id: 'builder-68', project_path: '/home/ada/site' });
    const { entries } = projectsOf([anInstance({ builders: [elsewhere, here] })]);
    expect(entries[0]?.builder).toBe(here);
  });

  it('moved last when the builder, the file’s own time or the file did', () => {
    const builders = [aBuilder({ last_activity: '2026-11-22T12:00:00.000Z' })];
    const written = { ...aFile().project, updated_at: 'some day' };
    const [entry] = projectsOf([
      anInstance({ builders, status_files: [aFile({ project: written })] }),
    ]).entries;
    expect(entry?.lastActivity).toBe('2026-11-22T12:00:00.000Z');
  });

  it('are archived in their last phase, and know what was decided last', () => {
    const status_files = [aFile({ project: porch('0068', { phase: 'verified' }) })];
    const decisions = [aDecision('applied', { decision_id: 'new' }), aDecision('refused')];
    const [entry] = projectsOf([anInstance({ status_files })], [], decisions).entries;
    expect(entry?.archived).toBe(true);
    expect(entry?.decided?.decision_id).toBe('new');
  });
});
