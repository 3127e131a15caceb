/** A process of its own that plays browsers: reads the state, and follows the live events. */
import { reads, type Reading } from './reads.ts';
import { serveCalls } from './remote-calls.ts';
import { Subscribers, type Subscribe } from './subscribers.ts';

const subscribers = new Subscribers();

const commands = {
  read: (plan: Reading) => reads(plan),
  subscribe: (plan: Subscribe) => subscribers.open(plan),
  arrivals: () => Promise.resolve(subscribers.take()),
  unsubscribe: () => {
    subscribers.close();
    return Promise.resolve();
  },
};
export type BrowserCommands = typeof commands;

serveCalls(commands);
