import * as z from 'zod/mini';
import {
  approveRequest,
  artifactAnswer,
  commandAnswer,
  commandRequest,
  decision,
  decisionAnswer,
  ERROR_STATUS,
  gateDetail,
  health,
  PAGE_SECRET_HEADER,
  problemDetails,
  rejectRequest,
  sessionView,
  signInAnswer,
  signInRequest,
  stateSnapshot,
  waitingGate,
} from '@codev-hq/protocol';
import { HQ_VERSION } from '../version.js';
import { accountOperations, accountShapes } from './open-api-account.js';
import { activityOperations, activityShapes } from './open-api-activity.js';
import { notificationOperations, notificationShapes } from './open-api-notifications.js';

/** The REST shapes, under the names the document gives them. */
const SHAPES = {
  Health: health,
  StateSnapshot: stateSnapshot,
  WaitingGate: waitingGate,
  WaitingGates: z.array(waitingGate),
  GateDetail: gateDetail,
  ApproveRequest: approveRequest,
  RejectRequest: rejectRequest,
  DecisionAnswer: decisionAnswer,
  Decision: decision,
  DecisionPage: z.object({ decisions: z.array(decision), next: z.optional(z.string()) }),
  SessionView: sessionView,
  SignInAnswer: signInAnswer,
  SignInRequest: signInRequest,
  Artifact: artifactAnswer,
  CommandRequest: commandRequest,
  CommandAnswer: commandAnswer,
  Problem: problemDetails,
  ...accountShapes,
  ...activityShapes,
  ...notificationShapes,
} as const;
type Shape = keyof typeof SHAPES;

interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly scope?: 'read' | 'approve' | 'admin';
  readonly takes?: Shape;
  readonly query?: readonly string[];
  readonly answers?: Shape;
  readonly media?: string;
}

/** Every route, in the protocol's order (section 7). A test compares this list with the routes Nest has mapped. */
export const OPERATIONS: readonly Operation[] = [
  { method: 'get', path: '/health', summary: 'Whether HQ is up', answers: 'Health' },
  { method: 'get', path: '/api/state', summary: 'What is true now', scope: 'read', answers: 'StateSnapshot' },
  {
    method: 'get',
    path: '/api/gates',
    summary: 'Gates that wait for a person, oldest first',
    scope: 'read',
    query: ['state'],
    answers: 'WaitingGates',
  },
  {
    method: 'get',
    path: '/api/gates/{gateId}',
    summary: 'One gate and its status file',
    scope: 'read',
    answers: 'GateDetail',
  },
  {
    method: 'post',
    path: '/api/gates/{gateId}/bring-in',
    summary: 'A stranded gate waits for a person after all',
    scope: 'approve',
  },
  {
    method: 'post',
    path: '/api/gates/{gateId}/dismiss',
    summary: 'Nobody will decide this gate, until it is asked for anew',
    scope: 'approve',
  },
  {
    method: 'post',
    path: '/api/approve',
    summary: 'Approve a gate; answers once the decision is durable',
    scope: 'approve',
    takes: 'ApproveRequest',
    answers: 'DecisionAnswer',
  },
  {
    method: 'post',
    path: '/api/reject',
    summary: 'Request changes; answers once the decision is durable',
    scope: 'approve',
    takes: 'RejectRequest',
    answers: 'DecisionAnswer',
  },
  {
    method: 'get',
    path: '/api/decisions',
    summary: 'Decisions, newest first',
    scope: 'read',
    query: ['state', 'instance_id', 'project_path', 'person', 'cursor', 'limit'],
    answers: 'DecisionPage',
  },
  {
    method: 'get',
    path: '/api/decisions/{decisionId}',
    summary: 'One decision with its steps',
    scope: 'read',
    answers: 'Decision',
  },
  {
    method: 'get',
    path: '/api/audit',
    summary: 'The audit log, oldest first; with `format=json` pages of it, newest first',
    scope: 'admin',
    query: ['format', 'event', 'cursor', 'limit'],
    answers: 'AuditPage',
    media: 'application/x-ndjson',
  },
  {
    method: 'get',
    path: '/api/events',
    summary: 'Server-Sent Events: a snapshot, then every change',
    scope: 'read',
    query: ['view'],
    media: 'text/event-stream',
  },
  {
    method: 'get',
    path: '/api/artifact',
    summary: 'What is read before deciding, from its machine; HQ keeps none of it',
    scope: 'read',
    query: ['instance_id', 'project_path', 'worktree', 'path', 'at'],
    answers: 'Artifact',
  },
  {
    method: 'post',
    path: '/api/commands',
    summary: 'Have a machine do something that its owner has allowed',
    scope: 'approve',
    takes: 'CommandRequest',
    answers: 'CommandAnswer',
  },
  {
    method: 'get',
    path: '/api/terminal',
    summary: 'Server-Sent Events: the last lines of a builder’s terminal, then what follows',
    scope: 'approve',
    query: ['instance_id', 'project_path', 'builder_id', 'worktree', 'lines'],
    media: 'text/event-stream',
  },
  {
    method: 'post',
    path: '/api/instances/{instanceId}/release',
    summary: 'Give an instance id free for another key',
    scope: 'admin',
  },
  { method: 'get', path: '/api/session', summary: 'Who is signed in', answers: 'SessionView' },
  {
    method: 'post',
    path: '/api/session',
    summary: 'Trade a sign-in link for a session: a cookie, and a secret for the page',
    takes: 'SignInRequest',
    answers: 'SignInAnswer',
  },
  {
    method: 'delete',
    path: '/api/session',
    summary: `Sign out; as long as the session holds, with its page secret as ${PAGE_SECRET_HEADER}`,
  },
  ...notificationOperations,
  ...accountOperations,
  ...activityOperations,
];

/** The OpenAPI 3.1 document, made from the schemas that also parse the requests. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Codev HQ',
      version: HQ_VERSION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(SHAPES).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input' })]),
      ),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key with the scope the operation names' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'codev_hq_<port>',
          description: `Reads; to decide, send the page secret as ${PAGE_SECRET_HEADER} too`,
        },
      },
    },
  };
}

function describe(operation: Operation): Record<string, unknown> {
  const { summary, scope, takes, answers, media = 'application/json' } = operation;
  const pathNames = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const parameters = [
    ...pathNames.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(operation.query ?? []).map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
  ];
  const schema = answers ? { schema: ref(answers) } : {};
  const problem = { content: { 'application/problem+json': { schema: ref('Problem') } } };
  return {
    summary,
    ...(scope && { description: `Needs the scope \`${scope}\`.`, security: [{ key: [] }, { session: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(takes && {
      requestBody: { required: true, content: { 'application/json': { schema: ref(takes) } } },
    }),
    responses: {
      '2XX': { description: 'Done', content: { [media]: schema } },
      default: { description: `A problem, by code: ${Object.keys(ERROR_STATUS).join(', ')}`, ...problem },
    },
  };
}

const ref = (name: Shape) => ({ $ref: `#/components/schemas/${name}` });
