import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { aDecision, aFile, anInstance, aSession, aSnapshot, aWaitingGate } from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { chooseTheme } from '../device/theme';

describe('the command palette', () => {
  const opened = async () => {
    localStorage.clear();
    const hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
    const page = await Page.open('/');
    const gates = [
      aWaitingGate({ gate_id: 'g1', project_id: '0068', title: 'Pause a subscription' }),
      aWaitingGate({ gate_id: 'g2', project_id: '0070', title: 'Rate limits' }),
    ];
    const decisions = [aDecision('applied', { decision_id: 'd-4711', gate_id: 'g9' })];
    const project = { ...aFile().project, id: '0091', title: 'Gift cards' };
    const instances = [
      anInstance({ status_files: [aFile(), aFile({ path: 'codev/status/91.md', project })] }),
    ];
    hq.stream.emits('snapshot', aSnapshot({ gates, decisions, instances }));
    await page.settles();
    const event = { key: 'k', ctrlKey: true, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent('keydown', event));
    await page.settles();
    return page;
  };
  const field = (page: Page) => {
    const input = page.root.querySelector<HTMLInputElement>('dialog[open] input');
    if (!input) throw new Error('The palette is not open.');
    return input;
  };
  const type = async (page: Page, words: string) => {
    field(page).value = words;
    field(page).dispatchEvent(new Event('input'));
    await page.settles();
  };
  const press = async (page: Page, key: string) => {
    field(page).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await page.settles();
  };
  const selected = (page: Page) =>
    page.root.querySelector('[role=option][aria-selected=true] .name')?.textContent;

  it('finds a gate by a few letters, and goes there', async () => {
    const page = await opened();
    await type(page, 'psub');
    expect(selected(page)).toBe('0068 Pause a subscription');
    await press(page, 'Enter');
    expect(TestBed.inject(Router).url).toBe('/gate/g1');
    expect(page.root.querySelector('dialog[open]')).toBeNull();
  });

  it('goes with Enter where what was typed leads, also before that is listed', async () => {
    const page = await opened();
    field(page).value = 'rate';
    field(page).dispatchEvent(new Event('input'));
    expect(selected(page)).toBe('0068 Pause a subscription');
    await press(page, 'Enter');
    expect(TestBed.inject(Router).url).toBe('/gate/g2');
  });

  it('goes through what it found with the arrows, round the ends', async () => {
    const page = await opened();
    await press(page, 'ArrowDown');
    expect(selected(page)).toBe('0070 Rate limits');
    await press(page, 'ArrowUp');
    await press(page, 'ArrowUp');
    expect(selected(page)).toBe('Sign out');
  });

  it('stands in groups, the best fit’s first, and each is named', async () => {
    const page = await opened();
    const groups = () =>
      [...page.root.querySelectorAll('#palette-list [role=group]')].map((group) => {
        const heading = document.getElementById(group.getAttribute('aria-labelledby') ?? '');
        return [heading?.textContent, group.querySelectorAll('[role=option]').length];
      });
    expect(groups()).toEqual([
      ['Gates', 2],
      ['Go to', 6],
      ['Projects', 2],
      ['Machines', 1],
      ['Decisions', 1],
      ['Actions', 8],
    ]);
    await type(page, 'dark theme');
    expect(groups()[0]).toEqual(['Actions', 1]);
    const field = page.root.querySelector('dialog[open] input');
    expect(field?.getAttribute('aria-activedescendant')).toBe('palette-0');
    expect(page.root.querySelector('#palette-0 .name')?.textContent).toBe('Use the dark theme');
  });

  it('switches the theme, and then offers the others', async () => {
    const page = await opened();
    await type(page, 'dark theme');
    await press(page, 'Enter');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    chooseTheme('auto');
  });

  it.each([
    ['only my gates', '/?show=mine'],
    ['sign in phone', '/settings/phone'],
  ])('does “%s”', async (words, address) => {
    const page = await opened();
    await type(page, words);
    await press(page, 'Enter');
    await page.until(() => page.address === address);
    expect(page.address).toBe(address);
  });

  it('shows all gates, whatever the inbox showed last', async () => {
    const page = await opened();
    await TestBed.inject(Router).navigateByUrl('/?show=mine');
    await page.settles();
    await type(page, 'show all gates');
    await press(page, 'Enter');
    expect(page.address).toBe('/?show=all');
    expect(page.root.querySelector<HTMLInputElement>('input[value=all]')?.checked).toBe(true);
  });

  it('finds a project, and goes to its own page', async () => {
    const page = await opened();
    await type(page, 'gift');
    expect(selected(page)).toBe('0091 Gift cards');
    await press(page, 'Enter');
    expect(TestBed.inject(Router).url).toBe('/projects/i1/shop/0091');
  });

  it('finds a decision by its number', async () => {
    const page = await opened();
    await type(page, 'd-4711');
    expect(selected(page)).toBe('0068 Feature');
    await press(page, 'Enter');
    expect(TestBed.inject(Router).url).toBe('/decisions/d-4711');
  });

  it('finds pages and what can be done', async () => {
    const page = await opened();
    await type(page, 'projects page');
    expect(selected(page)).toBe('Projects');
    await type(page, 'keyb');
    await press(page, 'Enter');
    expect(page.root.querySelector('hq-shortcut-sheet dialog[open]')).not.toBeNull();
  });

  it('finds a machine, and goes to it among the others', async () => {
    const page = await opened();
    await type(page, 'laptop mach');
    expect(selected(page)).toBe('laptop');
    await press(page, 'Enter');
    expect(TestBed.inject(Router).url).toBe('/machines?q=laptop');
  });

  it('says when nothing is called that', async () => {
    const page = await opened();
    await type(page, 'zzzz');
    expect(page.root.querySelector('dialog[open]')?.textContent).toContain('Nothing found.');
    await press(page, 'Enter');
    expect(TestBed.inject(Router).url).toBe('/');
  });

  it('says when signing out did not work', async () => {
    const page = await opened();
    new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('DELETE /api/session', () => 'lost');
    await type(page, 'sign out');
    await press(page, 'Enter');
    expect(page.root.querySelector('hq-toast')?.textContent).toContain('so you are still signed in');
  });

  it('begins anew each time', async () => {
    const page = await opened();
    await type(page, 'rate');
    page.root.querySelector<HTMLElement>('dialog[open] [aria-label=Close]')?.click();
    await page.settles();
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'k', metaKey: true, bubbles: true, cancelable: true }),
    );
    await page.settles();
    expect(field(page).value).toBe('');
  });
});

describe('the palette on its way', () => {
  const press = (key: string, more: KeyboardEventInit = {}) =>
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
    );
  const type = (letters: string) => Array.from(letters, (key) => press(key));
  const asked = async () => {
    localStorage.clear();
    const hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
    const page = await Page.open('/');
    hq.stream.emits('snapshot', aSnapshot({ gates: [aWaitingGate({ title: 'A rate raise' })] }));
    await page.settles();
    press('k', { ctrlKey: true });
    return page;
  };
  const onRow = () => document.activeElement?.matches('a.open');

  it('is handed what was typed meanwhile, of which the page does nothing', async () => {
    const page = await asked();
    type('jar');
    press('Enter');
    press('x');
    press('Backspace');
    expect(onRow()).toBe(false);
    expect(page.root.querySelector('dialog[open]')).toBeNull();
    await page.settles();
    expect(page.address).toBe('/');
    expect(page.root.querySelector<HTMLInputElement>('dialog[open] input')?.value).toBe('jar');
    page.root.querySelector<HTMLElement>('dialog[open] [aria-label=Close]')?.click();
    await page.settles();
    press('j');
    expect(onRow()).toBe(true);
  });

  it('is given up with Escape, and the page has its keys again', async () => {
    const page = await asked();
    type('ab');
    press('Escape');
    await page.settles();
    press('j');
    expect(onRow()).toBe(true);
    press('k', { ctrlKey: true });
    type('c');
    await page.settles();
    expect(page.root.querySelector<HTMLInputElement>('dialog[open] input')?.value).toBe('c');
  });

  it('says when it could not be loaded, each time it is asked for, and the page has its keys again', async () => {
    const page = await asked();
    await page.losesParts();
    const said = () => page.root.querySelectorAll('hq-toast').length;
    expect(page.root.querySelector('hq-toast')?.textContent).toContain('The search could not be loaded');
    press('j');
    expect(onRow()).toBe(true);
    press('k', { ctrlKey: true });
    await page.settles();
    expect(said()).toBe(2);
  });
});
