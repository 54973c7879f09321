/** OData's own types whose values travel as text. */
const textTypes: ReadonlySet<string> = new Set([
  "Edm.Binary",
  "Edm.Date",
  "Edm.DateTimeOffset",
  "Edm.Duration",
  "Edm.Guid",
  "Edm.Stream",
  "Edm.String",
  "Edm.TimeOfDay",
]);

const numberTypes: ReadonlySet<string> = new Set([
  "Edm.Byte",
  "Edm.Decimal",
  "Edm.Double",
  "Edm.Int16",
  "Edm.Int32",
  "Edm.Int64",
  "Edm.SByte",
  "Edm.Single",
]);

/** Shapes on a map and the abstract types: an object, or anything. */
const openTypes =
  /^Edm\.(?:(?:Geography|Geometry)(?:Point|LineString|Polygon|MultiPoint|MultiLineString|MultiPolygon|Collection)?|Untyped|PrimitiveType|ComplexType|EntityType)$/;

/** The JSON kind of a type of OData's own; undefined for a name that OData does not have. */
export function jsonKind(name: string): "boolean" | "number" | "string" | "unknown" | undefined {
  if (textTypes.has(name)) return "string";
  if (numberTypes.has(name)) return "number";
  if (name === "Edm.Boolean") return "boolean";
  return openTypes.test(name) ? "unknown" : undefined;
}
