import { localUrl } from './local-url.ts';

test.each([
  ['127.0.0.1', 'http://127.0.0.1:4300'],
  ['0.0.0.0', 'http://127.0.0.1:4300'],
  ['::', 'http://127.0.0.1:4300'],
  ['::1', 'http://[::1]:4300'],
])('HQ on %s is reached at %s', (host, url) => {
  expect(localUrl({ host, port: 4300 })).toBe(url);
});
