import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';

/** A browser's live stream that is opened and then not read: the socket is paused after the first bytes. */
export async function unreadStream(url: string, key: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => socket.destroy());
  socket.write(
    `GET /api/events HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  return socket;
}

/** A connector's socket after `welcome` and the answer to `register`. */
export async function registered(url: string, key: string, instance: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, {
    headers: { authorization: `Bearer ${key}` },
    perMessageDeflate: false,
  });
  await heard(socket, 'welcome');
  const projects = [{ path: '/code/shop', name: 'shop' }];
  ask(socket, 'register', { instance_id: instance, instance_name: instance, projects });
  await heard(socket, 'response');
  return socket;
}

export function ask(socket: WebSocket, type: string, payload: object, id = type): void {
  socket.send(JSON.stringify({ type, id, ts: Date.now(), payload }));
}

/** The next message of this type. */
export function heard(socket: WebSocket, type: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (data: Buffer) => {
      if (!data.subarray(0, 64).includes(`"type":"${type}"`)) return;
      socket.off('message', look);
      resolve();
    };
    socket.on('message', look);
    socket.once('error', reject);
    socket.once('close', (code: number) => {
      reject(new Error(`The socket closed (${code}) before a ${type} came.`));
    });
  });
}
