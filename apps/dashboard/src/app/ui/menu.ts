import { Component, ElementRef, input, viewChild } from '@angular/core';
import { Icon, type IconName } from './icon';
import { MenuList } from './menu-list';

let made = 0;

/** A button and the few things it offers, as links or buttons of class `item`. */
@Component({
  selector: 'hq-menu',
  imports: [Icon, MenuList],
  template: `
    <button
      #button
      type="button"
      class="button"
      [class]="look()"
      [attr.popovertarget]="id"
      [attr.aria-label]="iconOnly() ? label() : null"
    >
      @if (icon(); as name) {
        <hq-icon [name]="name" />
      }
      @if (!iconOnly()) {
        <span>{{ label() }}</span>
        <hq-icon name="down" />
      }
    </button>
    <div #items popover hqMenuList class="menu" [id]="id" (beforetoggle)="place($event)">
      <ng-content />
    </div>
  `,
  styleUrl: './menu.css',
})
export class Menu {
  readonly label = input.required<string>();
  readonly icon = input<IconName>();
  readonly iconOnly = input(false);
  readonly look = input<'quiet' | 'bare' | 'quiet small'>('quiet');

  protected readonly id = `menu-${(made += 1)}`;
  private readonly button = viewChild.required<ElementRef<HTMLElement>>('button');
  private readonly items = viewChild.required<ElementRef<HTMLElement>>('items');

  /** Below its button, or above where there is more room. */
  protected place(event: ToggleEvent): void {
    if (event.newState !== 'open') return;
    const at = this.button().nativeElement.getBoundingClientRect();
    const { style } = this.items().nativeElement;
    const [width, height] = [document.documentElement.clientWidth, document.documentElement.clientHeight];
    const below = height - at.bottom > height / 3;
    style.insetBlock = below ? `${at.bottom + 4}px auto` : `auto ${height - at.top + 4}px`;
    style.insetInline = at.left < width / 2 ? `${at.left}px auto` : `auto ${width - at.right}px`;
  }
}
