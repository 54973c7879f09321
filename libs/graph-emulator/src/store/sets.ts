import type { DatabaseSync } from "node:sqlite";
import { isObject, ownMember } from "../json.ts";
import type { PlacedEntity, StoredEntity } from "./entity.ts";

/** Collections that are replaced as a whole, each stored as one value: what an assign writes. */
export interface Sets {
  /** `undefined` for a collection that is not stored as a set. */
  get(collection: string): readonly PlacedEntity[] | undefined;
  put(collection: string, entities: readonly StoredEntity[]): void;
  remove(collection: string): void;
}

/** Stores sets in the table `entity_set`. */
export function createSets(database: DatabaseSync): Sets {
  const select = database.prepare("SELECT body FROM entity_set WHERE collection = ?");
  const insert = database.prepare("INSERT OR REPLACE INTO entity_set (collection, body) VALUES (?, ?)");
  const remove = database.prepare("DELETE FROM entity_set WHERE collection = ?");
  return {
    get(collection) {
      const row = select.get(collection);
      return row === undefined ? undefined : decodeSet(collection, String(row["body"]));
    },
    put(collection, entities) {
      insert.run(collection, JSON.stringify(entities.map(({ properties }) => properties)));
    },
    remove(collection) {
      remove.run(collection);
    },
  };
}

function decodeSet(collection: string, body: string): readonly PlacedEntity[] {
  const items: unknown = JSON.parse(body);
  if (!Array.isArray(items)) throw new Error(`the set ${collection} in the data folder is not a list`);
  return items.map((properties: unknown, position) => {
    if (!isObject(properties)) throw new Error(`the set ${collection} in the data folder has a wrong item`);
    return { id: String(ownMember(properties, "id")), properties, isUnreadable: false, position };
  });
}
