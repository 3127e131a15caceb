import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HqClient } from './hq-client.ts';

describe('what waits', () => {
  let server: Server;
  let gates: unknown[];
  let client: HqClient;
  beforeEach(async () => {
    server = createServer((_, response) => response.end(JSON.stringify(gates)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = new HqClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'key');
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('for a person is counted as the inbox does', async () => {
    gates = [
      { project_id: '1' },
      { project_id: '2', changes_requested: { comment: 'Shorter.' } },
      ...['decided', 'sent', 'applied', 'refused', 'superseded', 'expired'].map((state) => ({
        project_id: state,
        decision: { state },
      })),
    ];
    expect((await client.waiting()).map(({ project_id }) => project_id)).toEqual([
      '1',
      'refused',
      'superseded',
      'expired',
    ]);
  });
});
