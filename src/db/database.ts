import { Pool, PoolClient, types } from 'pg';
import { DataSource, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { InitialSchema1764000000000 } from '../../migrations/1764000000000-initial-schema';
import { Identity1764100000000 } from '../../migrations/1764100000000-identity';
import { Trending1764300000000 } from '../../migrations/1764300000000-trending';
import { IdempotencyKeys1764400000000 } from '../../migrations/1764400000000-idempotency-keys';
import { Comments1764500000000 } from '../../migrations/1764500000000-comments';
import { Submissions1764600000000 } from '../../migrations/1764600000000-submissions';
import { Claims1764700000000 } from '../../migrations/1764700000000-claims';
import { SearchIndex1764800000000 } from '../../migrations/1764800000000-search-index';
import { AuthorNameParts1764810000000 } from '../../migrations/1764810000000-author-name-parts';
import { Embeddings1764820000000 } from '../../migrations/1764820000000-embeddings';
import { Categories1764830000000 } from '../../migrations/1764830000000-categories';
import { ImportProgress1764860000000 } from '../../migrations/1764860000000-import-progress';
import { RateBuckets1764870000000 } from '../../migrations/1764870000000-rate-buckets';
import { ChangeStream1764880000000 } from '../../migrations/1764880000000-change-stream';
import { Webhooks1764890000000 } from '../../migrations/1764890000000-webhooks';
import { FormerPapers1764900000000 } from '../../migrations/1764900000000-former-papers';
import { AuthorNames1764910000000 } from '../../migrations/1764910000000-author-names';
import { VotesByCounts1764920000000 } from '../../migrations/1764920000000-votes-by-counts';
import { FixedMiddlingLength1764930000000 } from '../../migrations/1764930000000-fixed-middling-length';
import { SettleInTwoSteps1764940000000 } from '../../migrations/1764940000000-settle-in-two-steps';
import { ScoreByKeys1764950000000 } from '../../migrations/1764950000000-score-by-keys';
import { KEPT_CONNECTIONS } from './kept-connections';
import { PostgresNaming } from './naming';
import { readTextArray, TEXT_ARRAY } from './read-text-array';
import type { Discard, SqlDatabase } from './sql';
import { withConnection } from './with-connection';

// Calendar dates stay text: as a JavaScript Date they would shift by a day west of UTC.
types.setTypeParser(types.builtins.DATE, (text) => text);
// Our bigint keys and counts stay far below 2^53.
types.setTypeParser(types.builtins.INT8, Number);
types.setTypeParser(TEXT_ARRAY, readTextArray);

/** In the order in which they run. */
export const MIGRATIONS = [
  InitialSchema1764000000000,
  Identity1764100000000,
  Trending1764300000000,
  IdempotencyKeys1764400000000,
  Comments1764500000000,
  Submissions1764600000000,
  Claims1764700000000,
  SearchIndex1764800000000,
  AuthorNameParts1764810000000,
  Embeddings1764820000000,
  Categories1764830000000,
  ImportProgress1764860000000,
  RateBuckets1764870000000,
  ChangeStream1764880000000,
  Webhooks1764890000000,
  FormerPapers1764900000000,
  AuthorNames1764910000000,
  VotesByCounts1764920000000,
  FixedMiddlingLength1764930000000,
  SettleInTwoSteps1764940000000,
  ScoreByKeys1764950000000,
];

export interface DatabaseOptions {
  url: string;
  /** Connections of this process at most. */
  poolSize: number;
  /** The classes that TypeORM maps. */
  entities: (abstract new () => object)[];
}

/** The connection pool, shared by TypeORM (entities, simple look-ups and writes) and by plain SQL (hot paths). */
export class Database implements SqlDatabase {
  private constructor(readonly dataSource: DataSource) {}

  static async connect(options: DatabaseOptions): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      url: options.url,
      poolSize: options.poolSize,
      extra: KEPT_CONNECTIONS,
      applicationName: 'daily-papers',
      entities: options.entities,
      migrations: MIGRATIONS,
      migrationsTransactionMode: 'each',
      namingStrategy: new PostgresNaming(),
      synchronize: false,
      logging: false,
    });
    await dataSource.initialize();
    return new Database(dataSource);
  }

  get pool(): Pool {
    return (this.dataSource.driver as PostgresDriver).master as Pool;
  }

  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.dataSource.getRepository(entity);
  }

  async transaction<T>(work: (sql: PoolClient) => Promise<T>): Promise<T> {
    return this.withConnection(async (sql, discard) => {
      try {
        await sql.query('begin');
        const result = await work(sql);
        await sql.query('commit');
        return result;
      } catch (error) {
        await sql.query('rollback').catch(discard);
        throw error;
      }
    });
  }

  withConnection<T>(work: (sql: PoolClient, discard: Discard) => Promise<T>): Promise<T> {
    return withConnection(this.pool, work);
  }

  /** Does nothing where it is closed already. */
  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
