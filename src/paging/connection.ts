import type { KeyValue } from '../db/keyset';
import { ClassType, Field, Int, ObjectType } from 'type-graphql';
import { encodeCursor } from './cursor';

/** A count, and whether there are more than it says. */
export interface Count {
  count: number;
  isLowerBound?: boolean;
}

/** What a list shows on one page, before it takes the shape of a connection. */
export interface Page<Edge> {
  edges: Edge[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

@ObjectType({
  description: 'Where a page stands in its list, as the Relay specification has it.',
  simpleResolvers: true,
})
export class PageInfo {
  @Field({
    description: 'Whether there is more after this page; for a page asked for with `last`, whether `before` was given.',
  })
  hasNextPage!: boolean;

  @Field({
    description:
      'Whether there is more before this page; for a page asked for with `first`, whether `after` was given.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first edge; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last edge; null on an empty page.' })
  endCursor!: string | null;
}

/** An edge: the values that it is sorted by become its cursor, when a client asks for that. */
export abstract class Edge<Item extends object> {
  constructor(
    readonly node: Item,
    private readonly fingerprint: () => string,
    private readonly sortValues: KeyValue[],
  ) {}

  get cursor(): string {
    return encodeCursor(this.fingerprint(), this.sortValues);
  }
}

/** The parts that every edge type has; the type itself adds its description and what it knows of the relation. */
export function edgeOf<Item extends object>(
  node: ClassType<Item> | (abstract new () => Item),
  nodeDescription: string,
) {
  @ObjectType({ simpleResolvers: true })
  abstract class EdgeOf extends Edge<Item> {
    @Field(() => node as ClassType<Item>, { description: nodeDescription })
    declare readonly node: Item;
  }
  // Of the getter that is there: one that is written out again is called through type-graphql, which wants this very class.
  const description = 'Where this edge stands; belongs to this list, its order and its filter.';
  Field(() => String, { description })(EdgeOf.prototype, 'cursor');
  return EdgeOf;
}

/** What a connection shows of an edge by itself. */
export type ShownEdge<Item extends object> = Pick<Edge<Item>, 'node' | 'cursor'>;

/** The parts that every connection type has; the type itself adds its description. */
export function connectionOf<Item extends object, EdgeType extends ShownEdge<Item>>(
  edge: abstract new (...args: never[]) => EdgeType,
  node: ClassType<Item> | (abstract new () => Item),
) {
  @ObjectType({ simpleResolvers: true })
  abstract class ConnectionOf {
    constructor(
      private readonly page: Page<EdgeType>,
      private readonly countAll: () => Count | Promise<Count>,
    ) {}

    @Field(() => [edge], {
      description: 'The page, with what belongs to the relation and a cursor each.',
    })
    get edges(): EdgeType[] {
      return this.page.edges;
    }

    @Field(() => [node as ClassType<Item>], { description: 'The page without the edges.' })
    get nodes(): Item[] {
      return this.page.edges.map((one) => one.node);
    }

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    get pageInfo(): PageInfo {
      const { edges, hasNextPage, hasPreviousPage } = this.page;
      return {
        hasNextPage,
        hasPreviousPage,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      };
    }

    @Field(() => Int, {
      description: 'How many there are in the whole list, whatever the page; see `totalCountIsLowerBound`.',
    })
    async totalCount(): Promise<number> {
      return (await this.counted()).count;
    }

    @Field(() => Boolean, { description: 'True where there are more than `totalCount`: counting stopped there.' })
    async totalCountIsLowerBound(): Promise<boolean> {
      return (await this.counted()).isLowerBound ?? false;
    }

    private counting?: Promise<Count>;
    /** Counts once, and only when a client asks. */
    private counted(): Promise<Count> {
      return (this.counting ??= Promise.resolve(this.countAll()));
    }
  }
  return ConnectionOf;
}
