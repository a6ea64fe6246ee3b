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
import { PostgresNaming } from './naming';

// Calendar dates stay text: as a JavaScript Date they would shift by a day west of UTC.
types.setTypeParser(types.builtins.DATE, (text) => text);
// Our bigint keys and counts stay far below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

export interface DatabaseOptions {
  url: string;
  /** Connections of this process at most. */
  poolSize: number;
  /** The classes that TypeORM maps. */
  entities: (abstract new () => object)[];
}

/** The connection pool, shared by TypeORM (entities, simple look-ups and writes) and by plain SQL (hot paths). */
export class Database {
  private constructor(readonly dataSource: DataSource) {}

  static async connect(options: DatabaseOptions): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      url: options.url,
      poolSize: options.poolSize,
      applicationName: 'daily-papers',
      entities: options.entities,
      migrations: [
        InitialSchema1764000000000,
        Identity1764100000000,
        Trending1764300000000,
        IdempotencyKeys1764400000000,
        Comments1764500000000,
        Submissions1764600000000,
        Claims1764700000000,
      ],
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

  /** Runs `work` in one transaction on one connection; its rejection rolls everything back. */
  async transaction<T>(work: (sql: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    // A connection may be lost between two statements, when no query is there to be told: unheard, that ends the process.
    const onLost = (error: Error) => (broken = error);
    client.on('error', onLost);
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
      throw error;
    } finally {
      // A connection that was lost or cannot even roll back is thrown away, not given to the next caller.
      client.release(broken);
      client.off('error', onLost);
    }
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}
