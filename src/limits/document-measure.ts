import { DocumentNode, Kind, SelectionSetNode, visit } from 'graphql';

export interface DocumentMeasure {
  directives: number;
  fragmentSpreads: number;
  /** Fields that stand in a selection under a name which another one there has: validation compares each two of them. */
  repetitions: number;
}

/** Counts what makes validation dear, in a document as it is written. */
export function measureDocument(document: DocumentNode): DocumentMeasure {
  const measure = { directives: 0, fragmentSpreads: 0, repetitions: 0 };
  visit(document, {
    Directive: () => void measure.directives++,
    FragmentSpread: () => void measure.fragmentSpreads++,
    SelectionSet: (set) => void (measure.repetitions += repetitionsIn(set)),
  });
  return measure;
}

function repetitionsIn({ selections }: SelectionSetNode): number {
  const names = selections.flatMap((one) => (one.kind === Kind.FIELD ? [(one.alias ?? one.name).value] : []));
  return names.length - new Set(names).size;
}
