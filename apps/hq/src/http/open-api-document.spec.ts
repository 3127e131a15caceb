import { RunningHq } from '../../testing/running-hq.js';
import { OPERATIONS } from './open-api-document.js';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Record<string, boolean> };
}

it('describes exactly the routes that exist', async () => {
  const hq = await RunningHq.start();
  const { router } = hq.app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } };
  const mapped = router.stack.flatMap(({ route }) =>
    route && route.path.startsWith('/')
      ? Object.keys(route.methods).map((method) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
      : [],
  );
  const described = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(mapped.sort()).toEqual(described.sort());
  const document = await (await hq.call('GET', '/api/openapi.json')).json();
  expect(document).toMatchObject({
    openapi: '3.1.0',
    components: { schemas: { ApproveRequest: { type: 'object' } } },
  });
  await hq.stop();
});
