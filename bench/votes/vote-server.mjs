// What the API is compared with: a bare HTTP server that answers each vote with one prepared statement.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import pg from 'pg';
import { CAST_SQL, WITHDRAW_SQL } from './vote.mjs';

const { DATABASE_URL, POOL, PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(POOL) });

createServer(async (request, response) => {
  try {
    if (request.method === 'GET') return response.end();
    const { paper, user, isCast } = await json(request);
    const statement = isCast ? { name: 'cast', text: CAST_SQL } : { name: 'withdraw', text: WITHDRAW_SQL };
    const { rows } = await pool.query({ ...statement, values: [paper, user] });
    const body = Buffer.from(JSON.stringify(rows[0] ?? { upvote_count: null }));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
}).listen(Number(PORT), '127.0.0.1');
