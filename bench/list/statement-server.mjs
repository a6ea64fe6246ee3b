// What the API is compared with: a bare HTTP server that answers each request with one prepared statement.
import { createServer } from 'node:http';
import pg from 'pg';
import { FEED_SQL } from './feed.mjs';

const { DATABASE_URL, POOL, PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(POOL) });

createServer(async (request, response) => {
  request.resume();
  try {
    const { rows } = await pool.query({ name: 'feed', text: FEED_SQL });
    const body = Buffer.from(rows[0].body);
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
}).listen(Number(PORT), '127.0.0.1');
