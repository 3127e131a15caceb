import { Location } from '@angular/common';
import { TestBed, DeferBlockState, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { App } from '../src/app/app';
import { routes } from '../src/app/app.routes';

/** The whole app at one address, met as a person meets it: by words and by controls' names. */
export class Page {
  private constructor(
    private readonly fixture: ComponentFixture<App>,
    readonly root: HTMLElement,
  ) {}

  static async open(address: string): Promise<Page> {
    const page = Page.begin();
    await TestBed.inject(Router).navigateByUrl(address);
    await page.settles();
    return page;
  }

  /** As a browser is led there: what is at the address may still be on its way. */
  static async opening(address: string): Promise<Page> {
    const page = Page.begin(address);
    TestBed.inject(Router).initialNavigation();
    await page.settles();
    return page;
  }

  private static begin(address?: string): Page {
    TestBed.configureTestingModule({ providers: [provideRouter(routes, withComponentInputBinding())] });
    if (address !== undefined) TestBed.inject(Location).go(address);
    const fixture = TestBed.createComponent(App);
    const root = fixture.nativeElement as HTMLElement;
    document.body.replaceChildren(root);
    return new Page(fixture, root);
  }

  /** Until what has come is on the page. An answer that has not come keeps the page unstable: hence an end to it. */
  async settles(): Promise<void> {
    let calm = 0;
    for (let round = 0; round < 20 && calm < 2; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      calm = this.fixture.isStable() ? calm + 1 : 0;
    }
  }

  /** Until it is so; for what goes on outside of what Angular waits for, such as the browser's own digests. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await this.settles();
  }

  /** The network gives none of the parts that are loaded when they are asked for, where the page has words for that. */
  async losesParts(): Promise<void> {
    const parts = await this.fixture.getDeferBlocks();
    await Promise.allSettled(parts.map((part) => part.render(DeferBlockState.Error)));
    await this.settles();
  }

  get text(): string {
    return (this.root.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' ');
  }

  /** Path and query of where one is. */
  get address(): string {
    return TestBed.inject(Router).url;
  }

  get heading(): string {
    return this.root.querySelector('h1')?.textContent.trim() ?? '';
  }

  button(name: string): HTMLButtonElement | null {
    const buttons = [...this.root.querySelectorAll('button')];
    return buttons.find((button) => button.textContent.trim() === name) ?? null;
  }

  async press(name: string): Promise<void> {
    const button = this.button(name);
    if (!button) throw new Error(`There is no button “${name}” among: ${this.text}`);
    button.click();
    await this.settles();
  }

  /** Into the field of that name, and leaves it. */
  async fills(name: string, words: string): Promise<void> {
    const label = [...this.root.querySelectorAll('label')].find(
      ({ textContent }) => textContent.trim() === name,
    );
    const field = label && this.root.querySelector<HTMLInputElement>(`[id="${label.htmlFor}"]`);
    if (!field) throw new Error(`There is no field “${name}”.`);
    field.value = words;
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('blur'));
    await this.settles();
  }

  async types(words: string): Promise<void> {
    const field = this.root.querySelector('textarea');
    if (!field) throw new Error('There is no field to type into.');
    field.value = words;
    field.dispatchEvent(new Event('input'));
    await this.settles();
  }
}
