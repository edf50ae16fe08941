// Databases of the PostgreSQL server that `DESKBELL_TEST_POSTGRES` names: made for a run or a test,
// and removed after it.

import pg from "pg";

const VARIABLE = "DESKBELL_TEST_POSTGRES";

let number = 0;

export interface Database {
  url: string;
  remove(): Promise<void>;
}

/** Creates a PostgreSQL database. Fails if no PostgreSQL server can be reached. */
export async function create(): Promise<Database> {
  const server = process.env[VARIABLE];
  if (!server) {
    throw new Error(`${VARIABLE} is not set: run the tests with \`cargo xtask pages\``);
  }
  const name = `deskbell_pages_${process.pid}_${number++}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}
