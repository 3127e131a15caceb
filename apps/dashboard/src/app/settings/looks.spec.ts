import { aSession } from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

describe('how it looks and speaks here', () => {
  beforeEach(() => {
    new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });
  afterEach(() => {
    localStorage.clear();
    document.documentElement.removeAttribute('data-theme');
  });

  const choose = async (page: Page, words: string) => {
    const labels = [...page.root.querySelectorAll('hq-segmented label')];
    labels
      .find(({ textContent }) => textContent.includes(words))
      ?.querySelector('input')
      ?.click();
    await page.settles();
  };

  it('is a theme that holds at once and is kept, until the system has it again', async () => {
    const page = await Page.open('/settings/appearance');
    await choose(page, 'Dark');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(localStorage).toHaveLength(1);
    await choose(page, 'As the system');
    expect(document.documentElement.dataset['theme']).toBeUndefined();
    expect(localStorage).toHaveLength(0);
  });

  it('is a language from the next load of the page on, which is offered while it differs', async () => {
    const page = await Page.open('/settings/appearance');
    expect(page.button('Load the page in that language')).toBeNull();
    await choose(page, 'Deutsch');
    expect(page.button('Load the page in that language')).not.toBeNull();
    await choose(page, 'As the browser');
    expect(page.button('Load the page in that language')).toBeNull();
  });
});
