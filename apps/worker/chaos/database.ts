import pg from "pg";

/** A database of its own for a run. */
export async function createDatabase(server: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const made = new URL(server);
  made.pathname = `/${name}`;
  return made.href;
}

/** Takes the database of a run away again. */
export async function dropDatabase(server: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`drop database ${name} with (force)`);
  await client.end();
}

/** What an administrator does to idle and busy sessions; a server that is being restarted has ended them itself. */
export async function cutOff(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await client.end();
  } catch {
    // Then nobody is left to cut off.
  }
}
