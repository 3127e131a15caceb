import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { WebSocket } from 'ws';
import { failure } from '@codev-hq/protocol';
import { Connections } from './connections.js';
import type { Accepted } from './frame-intake.js';

/** A handler's surprise: logged whole, answered under the request's id; the connection lives on. */
@Catch()
export class FrameExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('Gateway');

  constructor(private readonly connections: Connections) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    this.logger.error(exception);
    const client = host.switchToWs().getClient<WebSocket>();
    const { id } = host.switchToWs().getData<Accepted>();
    const error = 'HQ met an error of its own; its log says more. Send this again later.';
    this.connections.of(client)?.answer(failure(id, 'INTERNAL', error));
  }
}
