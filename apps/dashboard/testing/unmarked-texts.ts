import {
  parseTemplate,
  RecursiveAstVisitor,
  TmplAstBoundAttribute,
  TmplAstBoundText,
  TmplAstElement,
  TmplAstRecursiveVisitor,
  TmplAstTemplate,
  TmplAstText,
  TmplAstTextAttribute,
  tmplAstVisitAll,
  type AST,
  type Binary,
  type Interpolation,
  type LiteralPrimitive,
  type TemplateLiteralElement,
  type TmplAstNode,
} from '@angular/compiler';

/** What a person reads or is read, though it stands in an attribute or goes to one of our own parts. */
const READ = new Set([
  ...['alt', 'aria-description', 'aria-label', 'aria-roledescription', 'placeholder', 'title'],
  ...['about', 'heading', 'hint', 'hqPageHeading', 'label', 'lead'],
]);
/** What machines wrote or read is the same in every language. */
const MACHINE = new Set(['code', 'pre', 'kbd', 'samp', 'style']);
const NAMES = /\b(Codev HQ|Codev|HQ|CSV|NDJSON|SHA-256)\b/g;

/** The texts of a template that would stay English in every language, with the line that each stands in. */
export function unmarkedTexts(template: string, path: string): string[] {
  const { nodes, errors } = parseTemplate(template, path, { preserveWhitespaces: false });
  if (errors?.length) throw new Error(`${path}: ${errors[0]?.msg}`);
  const visitor = new Unmarked();
  tmplAstVisitAll(visitor, nodes);
  return visitor.found;
}

class Unmarked extends TmplAstRecursiveVisitor {
  readonly found: string[] = [];
  private inside = false;

  override visitElement(element: TmplAstElement): void {
    this.attributes(element);
    const before = this.inside;
    this.inside ||= element.i18n !== undefined || MACHINE.has(element.name);
    super.visitElement(element);
    this.inside = before;
  }

  override visitTemplate(template: TmplAstTemplate): void {
    const before = this.inside;
    this.inside ||= template.i18n !== undefined;
    super.visitTemplate(template);
    this.inside = before;
  }

  override visitText(text: TmplAstText): void {
    if (!this.inside) this.say(text, text.value);
  }

  override visitBoundText(text: TmplAstBoundText): void {
    if (!this.inside) for (const words of literals(text.value)) this.say(text, words);
  }

  private attributes({ attributes, inputs }: TmplAstElement): void {
    for (const attribute of attributes)
      if (READ.has(attribute.name) && !isMarked(attribute)) this.say(attribute, attribute.value);
    for (const input of inputs)
      if (READ.has(input.name)) for (const words of literals(input.value)) this.say(input, words);
  }

  private say({ sourceSpan }: TmplAstNode, words: string): void {
    if (!/\p{L}{2}/u.test(words.replace(NAMES, ''))) return;
    const { file, line } = sourceSpan.start;
    this.found.push(`${file.url}:${line + 1}: ${words.trim()}`);
  }
}

function isMarked({ i18n }: TmplAstTextAttribute | TmplAstBoundAttribute): boolean {
  return i18n !== undefined;
}

/** The words that an expression carries itself: `{{ busy ? 'Recording' : name }}`, and the text between two `{{ }}`. */
function literals(expression: AST): string[] {
  const visitor = new Literals();
  expression.visit(visitor);
  return visitor.words;
}

class Literals extends RecursiveAstVisitor {
  readonly words: string[] = [];

  override visitInterpolation(text: Interpolation, context: unknown): void {
    this.words.push(...text.strings);
    super.visitInterpolation(text, context);
  }

  override visitTemplateLiteralElement({ text }: TemplateLiteralElement): void {
    this.words.push(text);
  }

  /** What something is compared with is not shown. */
  override visitBinary(binary: Binary, context: unknown): void {
    if (!/^[!=]==?$/.test(binary.operation)) super.visitBinary(binary, context);
  }

  override visitLiteralPrimitive({ value }: LiteralPrimitive): void {
    if (typeof value === 'string') this.words.push(value);
  }
}
