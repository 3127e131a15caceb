import { Repository } from '../../testing/repository.ts';
import { Builder } from './builder.ts';
import { paper } from './paper.ts';
import { type Past } from './past.ts';
import type { WrittenGate } from './status-texts.ts';
import { DAY, HOUR, MINUTE, TODAY } from './story-clock.ts';

/** Three repositories as they are before anybody connects. */
export class Repositories {
  readonly shop = repository('shop');
  readonly payments = repository('payments');
  readonly handbook = repository('handbook');

  constructor() {
    this.shop.commit('.gitignore', '.builders/\nnode_modules/\n');
    this.shop.commit('src/account/password.ts', paper('421-before.txt'));
    const broken = 'codev/status/0036-meeting-notes.md';
    this.handbook.commit(broken, "---\nid: '0036'\ntitle: Meeting notes\ngates: [unclosed\n---\n");
  }

  /** What is behind the team, the parts of what is still going on included. */
  get pasts(): readonly Past[] {
    const { shop, payments, handbook } = this;
    const [porch, markdown] = ['porch', 'markdown'] as const;
    return [
      { repository: shop, format: porch, id: '0398', title: 'Delivery slots', begun: 26, gates: 4 },
      {
        ...{ repository: shop, format: porch, id: '0403', title: 'Order export', begun: 19, gates: 4 },
        sentBack: { gate: 1, comment: 'The plan leaves out orders with two addresses.' },
      },
      { repository: payments, format: markdown, id: '0058', title: 'Refund limits', begun: 24, gates: 4 },
      {
        ...{ repository: payments, format: markdown, id: '0061', title: 'Direct debit', begun: 17, gates: 4 },
        sentBack: { gate: 0, comment: 'Say what happens when a mandate is withdrawn.' },
      },
      { repository: handbook, format: markdown, id: '0027', title: 'Release checklist', begun: 27, gates: 4 },
      { repository: handbook, format: markdown, id: '0029', title: 'Glossary', begun: 12, gates: 4 },
      { repository: payments, format: markdown, id: '0074', title: 'Chargebacks', begun: 8, gates: 2 },
      { repository: handbook, format: markdown, id: '0033', title: 'Accessible colours', begun: 9, gates: 3 },
      { repository: payments, format: markdown, id: '0071', title: 'Invoice numbers', begun: 6, gates: 1 },
      { repository: handbook, format: markdown, id: '0031', title: 'On-call handover', begun: 5, gates: 1 },
    ];
  }
}

/** The builders of the shop, as their worktrees are before what they do today. */
export class Builders {
  readonly retryQueue: Builder;
  readonly passwordRules: Builder;
  readonly searchSuggestions: Builder;
  readonly giftCards: Builder;
  readonly checkoutErrors: Builder;

  constructor(shop: Repository) {
    const begins = (id: string, title: string, daysAgo: number) =>
      new Builder(shop, {
        ...{ id, title, phase: 'specify', gates: [] },
        begun: TODAY - daysAgo * DAY,
        updated: TODAY - daysAgo * DAY,
      });
    this.retryQueue = begins('0412', 'retry-queue', 3);
    this.passwordRules = begins('0421', 'password-rules', 4);
    this.searchSuggestions = begins('0425', 'search-suggestions', 1);
    this.giftCards = begins('0418', 'gift-cards', 5);
    this.checkoutErrors = begins('0430', 'checkout-errors', 2);
  }

  asksForTheSpec(): void {
    const { retryQueue } = this;
    retryQueue.writes('codev/specs/412-retry-queue.md', paper('412-spec.md'));
    retryQueue.isAt({ gates: [{ name: 'spec-approval', asked: SPEC_ASKED }] });
  }

  /** Today's state of everything in the shop. */
  workToday(spec: WrittenGate): void {
    const { retryQueue, passwordRules, searchSuggestions, giftCards, checkoutErrors } = this;
    retryQueue.writes('codev/plans/412-retry-queue.md', paper('412-plan.md'));
    for (const model of ['gemini', 'codex', 'claude'])
      retryQueue.consults('plan', model, paper(`412-review-${model}.txt`));
    const plan = { name: 'plan-approval', asked: TODAY - 2 * HOUR - 14 * MINUTE };
    retryQueue.isAt({ phase: 'plan', gates: [spec, plan], updated: plan.asked });

    const both = openedBefore(TODAY - 2 * DAY, 'spec-approval', 'plan-approval');
    passwordRules.writes('src/account/password.ts', paper('421-after.txt'));
    passwordRules.writes('src/account/password.spec.ts', paper('421-test.txt'));
    passwordRules.writes('codev/reviews/421-password-rules.md', paper('421-review.md'));
    const dev = { name: 'dev-approval', asked: TODAY - 47 * MINUTE };
    passwordRules.isAt({ phase: 'implement', gates: [...both, dev], updated: dev.asked });

    searchSuggestions.writes('codev/specs/425-search-suggestions.md', paper('425-spec.md'));
    const own = { name: 'spec-approval', asked: TODAY - 6 * MINUTE };
    searchSuggestions.isAt({ gates: [own], updated: own.asked });

    giftCards.isAt({ phase: 'implement', gates: both, updated: TODAY - 5 * HOUR });
    checkoutErrors.isAt({ phase: 'implement', gates: both, updated: TODAY - 4 * HOUR });
    retryQueue.movedLast(TODAY - 2 * HOUR);
    passwordRules.movedLast(TODAY - 47 * MINUTE);
    searchSuggestions.movedLast(TODAY - 6 * MINUTE);
    giftCards.movedLast(TODAY - 3 * HOUR - 20 * MINUTE);
    checkoutErrors.movedLast(TODAY - 4 * MINUTE);
  }
}

export const SPEC_ASKED = TODAY - 1.8 * DAY;
export const SPEC_OPENED = SPEC_ASKED + 35 * MINUTE;

function openedBefore(at: number, ...names: readonly string[]): readonly WrittenGate[] {
  return names.map((name, index) => ({
    ...{ name, asked: at + index * 9 * HOUR },
    opened: { by: 'Ada Lovelace', at: at + index * 9 * HOUR + 30 * MINUTE },
  }));
}

function repository(name: string): Repository {
  const made = new Repository(name);
  made.commit('README.md', `# ${name}\n`);
  return made;
}
