import { aFile, anInstance } from '../../../testing/factories';
import { linksTo, projectsAt } from './project-address';
import { projectsOf } from './project-entry';

const named = (...paths: string[]) =>
  projectsOf([
    anInstance({
      projects: paths.map((path) => ({ path, name: path.split('/').at(-1) ?? path })),
      status_files: paths.map((project_path) => aFile({ project_path })),
    }),
  ]).entries;

describe('a project’s address', () => {
  it('is made of names, and leads back to it', () => {
    const [entry] = named('/home/ada/shop');
    expect([...linksTo([entry!]).values()]).toEqual([
      { path: ['/projects', 'i1', 'shop', '0068'], query: {} },
    ]);
    const address = { machine: 'i1', repository: 'shop', id: '0068' };
    expect(projectsAt([entry!], address)).toEqual([entry]);
    expect(projectsAt([entry!], { ...address, id: '68' })).toEqual([]);
  });

  it('says where, when two repositories have one name', () => {
    const entries = named('/home/ada/shop', '/srv/shop');
    const at = [...linksTo(entries).values()].map(({ query }) => query.at);
    expect(at).toEqual(['/home/ada', '/srv'].map((home) => `${home}/shop/codev/status/0068-feature.md`));
    const address = { machine: 'i1', repository: 'shop', id: '0068' };
    expect(projectsAt(entries, { ...address, at: at[1] })).toEqual([entries[1]]);
    // An old link from before there were two.
    expect(projectsAt(entries, address)).toEqual(entries);
  });
});
