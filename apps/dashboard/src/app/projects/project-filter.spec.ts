import { aBuilder, aDecision, aFile, anInstance, aWaitingGate } from '../../../testing/factories';
import { projectsOf } from '../hq-client/project-entry';
import { EVERYTHING, filtered, protocolsOf, stateOf, type ProjectFilter } from './project-filter';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const project = aFile().project;

const status_files = [
  aFile({ path: 'a', project: { ...project, id: '0068', title: 'Pause a subscription', protocol: 'SPIR' } }),
  aFile({ path: 'b', project: { ...project, id: '0071', title: 'Invoice numbers', protocol: 'pir' } }),
  aFile({
    path: 'c',
    project: { ...project, id: '99', title: 'Broken', problem: { message: 'No.', line: 3 } },
  }),
  aFile({ path: 'd', project: { ...project, id: '5', title: 'Old', phase: 'verified', protocol: 'spir' } }),
];
const builders = [aBuilder({ builder_id: 'builder-71', last_activity: '2026-11-22T08:00:00Z' })];
const { entries } = projectsOf(
  [anInstance({ status_files, builders })],
  [aWaitingGate({ status_file: 'a' })],
);
const found = (filter: Partial<ProjectFilter>) =>
  filtered(entries, { ...EVERYTHING, ...filter }, NOW).map(({ file }) => file.project.id);

describe('looking for projects', () => {
  it('finds by all words, wherever they stand and however they are written', () => {
    expect(found({ words: ' pause SUBSCR' })).toEqual(['0068']);
    expect(found({ words: 'builder-71' })).toEqual(['0071']);
    expect(found({ words: 'pause invoice' })).toEqual([]);
  });

  it('finds by machine, protocol and state, each narrowing the rest', () => {
    expect(found({ protocol: 'spir' })).toEqual(['5', '0068']);
    expect(found({ machine: 'elsewhere' })).toEqual([]);
    expect(found({ state: 'waiting' })).toEqual(['0068']);
    expect(found({ state: 'stuck' })).toEqual(['0071']);
    expect(found({ state: 'problem' })).toEqual(['99']);
    expect(found({ state: 'archived', protocol: 'spir' })).toEqual(['5']);
    expect(found({})).toHaveLength(4);
  });

  it('offers each protocol once', () => {
    expect(protocolsOf(entries)).toEqual(['pir', 'spir']);
  });

  it('does not say that a decided gate waits', () => {
    const decided = aWaitingGate({ status_file: 'a', decision: aDecision('sent') });
    const [entry] = projectsOf([anInstance({ status_files })], [decided]).entries.filter(
      ({ file }) => file.path === 'a',
    );
    expect(stateOf(entry!, NOW)).toBe('working');
  });
});
