import { Component, output, type OnInit } from '@angular/core';

/** Stands where a part of the page could not be loaded, and says so to the one who waits for it. */
@Component({ selector: 'hq-part-missing', template: '' })
export class PartMissing implements OnInit {
  readonly missed = output();

  ngOnInit(): void {
    // After the page is drawn, which must not change while it is.
    queueMicrotask(() => this.missed.emit());
  }
}
