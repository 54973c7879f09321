import type { DatabaseSync } from "node:sqlite";
import { lastCodePoint, type Sql } from "./page-sql.ts";
import { matchAll, matchAny, toTrigrams } from "./trigrams.ts";

/** Finds the entities of a collection whose property contains a text, without reading the others. */
export interface TextIndexes {
  /**
   * Positions, ascending, of entities that may meet the test; more than do, never fewer.
   *
   * `undefined` when no index is worth asking: the text is common and short, or this SQLite has no full-text search.
   */
  search(place: TextPlace, test: "contains" | "endswith", text: string, after: number): Sql | undefined;
  /** Says that what was made may have been rolled back. */
  forget(): void;
}

/** What an index is made of. */
export interface TextPlace {
  readonly collection: string;
  readonly property: string;
  /** The value of the property in a body, as SQL. */
  readonly column: (body: string) => string;
}

/** How rare a trigram is, is told by where it occurs after so many times. */
const rarityAt = 100;

/** A text of one or two characters is common when more than so many of the first entities have it. */
const [sampled, commonInSample] = [200, 4];

/** A short text is searched for by the trigrams that begin with it, if they are no more than this. */
const mostTerms = 64;

/** Stands twice behind each indexed text, so that the end of a text can be searched for, too. */
const end = "\u{3}\u{3}";

/**
 * Trigrams of one property of one collection, by SQLite's full-text search, kept true by triggers.
 *
 * An index is made at the first use and stays in the data folder. It keeps no text, only which trigram occurs where.
 */
export function createTextIndexes(database: DatabaseSync): TextIndexes {
  const isSupported =
    database.prepare("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").get() !== undefined;
  if (!isSupported) dropTriggers(database);
  const exists = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = ?");
  const made = new Set<string>();
  /** An index without its triggers was left behind by a Node that could not keep it true. */
  const make = (name: string, place: TextPlace): void => {
    if (exists.get(`${name} update`) !== undefined) return;
    database.exec("SAVEPOINT text_index");
    try {
      database.exec(toSchema(name, place));
    } catch (error) {
      database.exec("ROLLBACK TO text_index");
      throw error;
    } finally {
      database.exec("RELEASE text_index");
    }
  };
  const isCommon = ({ collection, column }: TextPlace, text: string): boolean => {
    const first = `SELECT body FROM entity WHERE collection = ? LIMIT ${sampled}`;
    const sample = database
      .prepare(`SELECT count(*) AS count FROM (${first}) WHERE instr(${column("body")}, ?) > 0`)
      .get(collection, text);
    return Number(sample?.["count"]) > commonInSample;
  };
  const toMatch = (name: string, place: TextPlace, text: string): string | undefined => {
    if (Array.from(text).length > 2) {
      const nth = database.prepare(
        `SELECT rowid AS position FROM "${name}" WHERE "${name}" MATCH ? LIMIT 1 OFFSET ${rarityAt}`,
      );
      return matchAll(toTrigrams(text), (term) => Number(nth.get(term)?.["position"] ?? Infinity));
    }
    // Where it is common, a walk finds a page of it sooner.
    if (isCommon(place, text)) return undefined;
    const terms = database
      .prepare(`SELECT term FROM "${name} terms" WHERE term >= ? AND term < ? LIMIT ${mostTerms + 1}`)
      .all(text, text + lastCodePoint);
    return terms.length > mostTerms ? undefined : matchAny(terms.map(({ term }) => String(term)));
  };
  return {
    search(place, test, text, after) {
      if (!isSupported || text === "" || !text.isWellFormed() || text.includes("\0")) return undefined;
      const name = toName(place);
      if (!made.has(name)) make(name, place);
      made.add(name);
      const match = toMatch(name, place, test === "endswith" ? text + end : text);
      if (match === undefined) return undefined;
      return {
        text: `SELECT rowid AS position FROM "${name}" WHERE "${name}" MATCH ? AND rowid > ?`,
        values: [match, after],
      };
    },
    forget: () => made.clear(),
  };
}

/** Where there is no full-text search (Node 22.13), the triggers of a data folder from elsewhere would fail every write. */
function dropTriggers(database: DatabaseSync): void {
  const triggers = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE ?")
    .all(`${prefix}%`);
  for (const { name } of triggers) database.exec(`DROP TRIGGER "${String(name)}"`);
}

const prefix = "text of ";

/** Names are the same in capitals and not, and ids of parents may be anything; two places never share one. */
function toName({ collection, property }: TextPlace): string {
  return `${prefix}${property} in ${encodeURI(collection)}`
    .replaceAll(/[A-Z]/g, "^$&")
    .replaceAll("'", "%27");
}

/** The index, what it holds at first, and the triggers that keep it so. */
function toSchema(name: string, { collection, column }: TextPlace): string {
  const inCollection = (row: string): string => `${row}.collection = ${quote(collection)}`;
  const value = (row: string): string => `${column(`${row}.body`)} || ${quote(end)}`;
  const add = (row: string): string =>
    `INSERT INTO "${name}" (rowid, value) SELECT ${row}.position, ${value(row)} WHERE ${value(row)} IS NOT NULL`;
  // An index that keeps no text wants to be told what it forgets.
  const take = `INSERT INTO "${name}" ("${name}", rowid, value)
    SELECT 'delete', old.position, ${value("old")} WHERE ${value("old")} IS NOT NULL`;
  const isOther = `${column("old.body")} IS NOT ${column("new.body")}`;
  return `
    DROP TABLE IF EXISTS "${name} terms";
    DROP TABLE IF EXISTS "${name}";
    CREATE VIRTUAL TABLE "${name}" USING fts5(
      value, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'
    );
    CREATE VIRTUAL TABLE "${name} terms" USING fts5vocab("${name}", row);
    INSERT INTO "${name}" (rowid, value) SELECT position, ${value("entity")} FROM entity
      WHERE ${inCollection("entity")} AND ${value("entity")} IS NOT NULL;
    INSERT INTO "${name}" ("${name}") VALUES ('optimize');
    CREATE TRIGGER "${name} insert" AFTER INSERT ON entity WHEN ${inCollection("new")}
      BEGIN ${add("new")}; END;
    CREATE TRIGGER "${name} delete" AFTER DELETE ON entity WHEN ${inCollection("old")}
      BEGIN ${take}; END;
    CREATE TRIGGER "${name} update" AFTER UPDATE ON entity WHEN ${inCollection("new")} AND ${isOther}
      BEGIN ${take}; ${add("new")}; END;
  `;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
