/** The yardstick: a bare `ws` server that parses every frame and acknowledges it, and keeps nothing. */
import { WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';

const http = createServer();
const server = new WebSocketServer({ server: http, path: '/ws', perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const { id } = JSON.parse(data.toString()) as { id: string };
    socket.send(JSON.stringify({ type: 'response', id, ts: Date.now(), success: true }));
  });
  socket.on('error', () => undefined);
});
http.listen({ host: '127.0.0.1', port: 0, backlog: 8192 }, () => {
  process.stdout.write(`listening on ${(http.address() as AddressInfo).port}\n`);
});
