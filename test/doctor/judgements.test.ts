import { findingOfHolder } from '../../src/doctor/checks/change-stream';
import { findingOfClocks } from '../../src/doctor/checks/clock';
import { checkConfiguration } from '../../src/doctor/checks/configuration';
import { findingOfRoom } from '../../src/doctor/checks/connections';
import { findingOfSpace } from '../../src/doctor/checks/disk';
import { checkNode } from '../../src/doctor/checks/program';
import { findingsOf } from '../../src/doctor/checks/server';
import type { Finding } from '../../src/doctor/finding';

/** The verdicts on what this machine cannot be brought into, or should not be. */
describe('a verdict', () => {
  const SERVER = {
    version: '17.2',
    versionNumber: 170_002,
    encoding: 'UTF8',
    isStandby: false,
    isReadOnly: false,
    statementTimeout: 0,
    autovacuum: true,
    keepsCommits: true,
  };
  const worstOf = (findings: Finding[]) => findings.filter(({ verdict }) => verdict !== 'sound');

  it.each([
    [{}, []],
    [{ version: '14.9', versionNumber: 140_009 }, ['broken', 'PostgreSQL 14.9; Daily Papers takes 15 or newer']],
    [{ version: '15.0', versionNumber: 150_000 }, []],
    [{ encoding: 'SQL_ASCII' }, ['broken', 'Texts of the database are in SQL_ASCII']],
    [{ isStandby: true, isReadOnly: true }, ['broken', 'is a standby']],
    [{ autovacuum: false }, ['doubtful', 'Autovacuum is off']],
    [{ keepsCommits: false }, ['doubtful', 'a crash loses']],
  ])('on a database server with %j', (given, [verdict, part]) => {
    const findings = worstOf(findingsOf({ ...SERVER, ...given }));
    expect(findings).toHaveLength(verdict ? 1 : 0);
    if (verdict) expect(findings[0]).toMatchObject({ verdict, says: expect.stringContaining(part!) as unknown });
  });

  it.each([
    [null, 'sound', 'Nothing holds'],
    [{ pid: 7, name: 'psql', seconds: 9 }, 'sound', 'Nothing holds'],
    [{ pid: 7, name: 'psql', seconds: 300 }, 'doubtful', 'process 7 of PostgreSQL, for "psql"'],
  ] as const)('on the change stream while %j writes', (holder, verdict, part) => {
    expect(findingOfHolder(holder)).toMatchObject({ verdict, says: expect.stringContaining(part) as unknown });
  });

  it.each([
    [0, 'sound', 'agree within a second'],
    [-999, 'sound', 'agree within a second'],
    [1_500, 'doubtful', '1.5 s ahead of'],
    [-31_000, 'broken', '31.0 s behind'],
  ])('on clocks that are %d ms apart', (aheadMs, verdict, part) => {
    expect(findingOfClocks(aheadMs)).toMatchObject({ verdict, says: expect.stringContaining(part) as unknown });
  });

  it.each([
    [97, -1, -1, 'sound', '9 servers'],
    [97, 25, -1, 'sound', '2 servers'],
    [97, 25, 19, 'doubtful', 'two servers'],
    [9, -1, -1, 'broken', 'takes 9 connections'],
    [97, -1, 0, 'broken', 'takes 0 connections'],
  ])('on room for %d, %d and %d connections where a server takes 10', (server, database, role, verdict, part) => {
    expect(findingOfRoom({ server, database, role }, 10)).toMatchObject({
      verdict,
      says: expect.stringContaining(part) as unknown,
    });
  });

  it.each([
    [100_000, 'sound', '97 GB'],
    [2_048, 'sound', '2048 MB'],
    [2_047.5, 'doubtful', '2047 MB'],
    [255, 'broken', '255 MB'],
  ])('on a disk with %d MB left', (freeMb, verdict, part) => {
    expect(findingOfSpace(freeMb)).toMatchObject({ verdict, says: expect.stringContaining(part) as unknown });
  });

  it.each([
    ['20.18.1', 'broken'],
    ['20.19.0', 'sound'],
    ['100.0.0', 'sound'],
  ])('on Node.js %s', (version, verdict) => {
    expect(checkNode(version)).toMatchObject({ verdict });
  });

  it.each([
    [{}, []],
    [{ publicUrl: 'https://papers.example' }, []],
    [{ publicUrl: 'http://papers.example' }, ['PUBLIC_URL is "http://papers.example"']],
    [{ host: '0.0.0.0', publicUrl: 'http://0.0.0.0:4000' }, ['Addresses of papers begin with http://0.0.0.0:4000']],
    [{ host: '::', publicUrl: 'http://[::]:4000' }, ['Addresses of papers begin with http://[::]:4000']],
    [{ logLevel: 'silent' }, ['LOG_LEVEL is "silent"']],
  ])('on the variables %j', (given, parts) => {
    const settings = {
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:4000',
      logLevel: 'info',
      databaseUrl: null,
      dataDir: '.',
      openId: null,
      embeddings: null,
    };
    const says = worstOf(checkConfiguration({ ...settings, ...given })).map((finding) => finding.says);
    expect(says).toEqual(parts.map((part) => expect.stringContaining(part) as unknown));
  });
});
