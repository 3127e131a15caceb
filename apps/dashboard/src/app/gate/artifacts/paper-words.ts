import type { ArtifactRef } from '@codev-hq/protocol';
import { reader } from '../../../locale/language';
import type { Paper } from './papers';

/** What a paper is called. */
export function paperTitle({ ref }: Paper): string {
  if (ref.title) return ref.title;
  switch (ref.kind) {
    case 'spec':
      return $localize`:@@gate.paper.spec:Spec`;
    case 'plan':
      return $localize`:@@gate.paper.plan:Plan`;
    case 'review':
      return $localize`:@@gate.paper.review:Review`;
    case 'diff':
      return $localize`:@@gate.paper.diff:What was built`;
    case 'pull-request':
      return $localize`:@@gate.paper.pull-request:Pull request`;
    case 'consultation':
      return reviewTitle(ref);
  }
}

function reviewTitle({ model = '', phase = '', iteration = 1 }: ArtifactRef): string {
  return $localize`:@@gate.paper.consultation:${model}:model: on ${phase}:phase:, round ${iteration}:round:`;
}

/** `1.2 MB`, `12 kB`, `640 bytes`, in the reader's language. */
export function sizeInWords(bytes: number): string {
  const unit = bytes >= 1_000_000 ? 'megabyte' : bytes >= 1_000 ? 'kilobyte' : 'byte';
  const value = unit === 'megabyte' ? bytes / 1_000_000 : unit === 'kilobyte' ? bytes / 1_000 : bytes;
  const digits = value < 10 && unit !== 'byte' ? 1 : 0;
  return new Intl.NumberFormat(reader.locale, {
    style: 'unit',
    unit,
    // In short a byte has no plural.
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(value);
}
