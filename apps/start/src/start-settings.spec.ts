import { readSettings } from './start-settings.ts';

describe('settings of npm start', () => {
  test('without anything it serves the demo on 127.0.0.1:4300', () => {
    expect(readSettings([], { XDG_DATA_HOME: '/data' }, '/here')).toMatchObject({
      host: '127.0.0.1',
      port: 4300,
      repositories: [],
      build: true,
    });
  });

  test('--no-build starts what was built last', () => {
    expect(readSettings(['--no-build', 'a'], {}, '/here')).toMatchObject({
      build: false,
      repositories: ['/here/a'],
    });
  });

  test('paths count from where the person was', () => {
    expect(readSettings(['a', '/b'], {}, '/here').repositories).toEqual(['/here/a', '/b']);
  });

  test('one given data folder holds everything', () => {
    const settings = readSettings([], { CODEV_HQ_DATA_DIR: 'trial' }, '/here');
    expect(settings).toMatchObject({
      hqDir: '/here/trial',
      demoDir: '/here/trial/demo',
      connectorDir: '/here/trial/connector',
      startDir: '/here/trial/start',
    });
  });

  test('HOST and PORT are honoured', () => {
    expect(readSettings([], { HOST: '0.0.0.0', PORT: '8080' }, '/')).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
    });
  });

  test.each(['70000', '-1', 'http', '43.5'])('PORT=%s is refused in words', (port) => {
    expect(() => readSettings([], { PORT: port }, '/')).toThrow(
      `PORT is "${port}". Set it to a whole number`,
    );
  });

  test.each(['laptop.example', 'ftp://hq.example.org', 'https://hq.example.org/hq'])(
    'CODEV_HQ_PUBLIC_URL=%s is refused in words',
    (url) => {
      expect(() => readSettings([], { CODEV_HQ_PUBLIC_URL: url }, '/')).toThrow(
        `CODEV_HQ_PUBLIC_URL is "${url}". Set it to an address such as https://hq.example.org.`,
      );
    },
  );

  test('an unknown option is refused in words', () => {
    expect(() => readSettings(['--fast'], {}, '/')).toThrow('There is no option --fast.');
  });
});
