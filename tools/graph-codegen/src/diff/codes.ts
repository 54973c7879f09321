/** Every kind of change that a comparison can report: a title, and what a user of the library does about it. Each has a page in `codes/`. */
export const changeCodes = {
  "annotation-changed": {
    title: "the metadata says something else beside the shape",
    advice: "nothing to do",
  },
  "base-changed": {
    title: "a type has another base",
    advice: "where a value is handled by its base type, handle this type by itself",
  },
  deprecated: {
    title: "a thing is deprecated",
    advice: "move to what the notice names before the date in it",
  },
  "deprecation-changed": { title: "a deprecation says something else", advice: "read the notice again" },
  "documentation-changed": { title: "the prose changed", advice: "nothing to do" },
  "entry-point-added": { title: "an entity set, a singleton or an import is new", advice: "nothing to do" },
  "entry-point-changed": {
    title: "an entity set, a singleton or an import leads somewhere else",
    advice: "use the new type, and check the path",
  },
  "entry-point-removed": {
    title: "an entity set, a singleton or an import is gone",
    advice: "find another path to the data before you take the new version",
  },
  "entry-point-renamed": {
    title: "an entity set, a singleton or an import has another name",
    advice: "use the new name",
  },
  "enum-closed": { title: "an enum lists all its members now", advice: "drop comparisons with other texts" },
  "enum-flags-changed": {
    title: "an enum holds several members at once, or no longer does",
    advice: "split the value at commas, or stop to",
  },
  "enum-member-added": {
    title: "an enum has a new member",
    advice: "handle it where all members are handled",
  },
  "enum-member-removed": { title: "an enum lost a member", advice: "stop to send it and to compare with it" },
  "enum-member-renamed": { title: "a member of an enum has another name", advice: "use the new name" },
  "enum-opened": {
    title: "an enum may hold members that it does not list",
    advice: "add a default branch where all members are handled",
  },
  "example-changed": { title: "the examples of a page show something else", advice: "nothing to do" },
  "facet-changed": { title: "a facet of a declaration changed", advice: "nothing to do" },
  "key-changed": { title: "an entity has another key", advice: "address the entity by the new key" },
  "media-changed": {
    title: "an entity has a media stream, or has it no longer",
    advice: "do not read its content where the stream is gone",
  },
  "navigation-added": { title: "a type can be expanded by something new", advice: "nothing to do" },
  "navigation-containment-changed": {
    title: "what a navigation property leads to lives elsewhere",
    advice: "nothing to do",
  },
  "navigation-removed": {
    title: "a navigation property is gone",
    advice: "find another path; paths through it are gone, too",
  },
  "navigation-renamed": { title: "a navigation property has another name", advice: "use the new name" },
  "navigation-type-changed": {
    title: "a navigation property leads to another type",
    advice: "use the new type",
  },
  "open-type-changed": {
    title: "a type carries properties that are not declared, or no longer does",
    advice: "nothing to do: the generated types carry declared properties",
  },
  "operation-added": { title: "an operation is new", advice: "nothing to do" },
  "operation-method-changed": {
    title: "an operation is sent with another HTTP method",
    advice: "check stand-ins and allow lists that name the method",
  },
  "operation-moved": {
    title: "an operation has another path",
    advice: "take the new version before the old path goes; check stand-ins and allow lists that name it",
  },
  "operation-removed": {
    title: "an operation is gone",
    advice: "find another operation before you take the new version",
  },
  "operation-renamed": { title: "an operation has another name", advice: "use the new name" },
  "parameter-added": { title: "an operation has a new parameter", advice: "give it where it is required" },
  "parameter-became-nullable": { title: "a parameter may be null", advice: "nothing to do" },
  "parameter-became-optional": { title: "a parameter may be left out", advice: "nothing to do" },
  "parameter-became-required": { title: "a parameter has to be given", advice: "give it" },
  "parameter-moved": {
    title: "a parameter travels in another part of the request",
    advice: "nothing to do: the client puts it there",
  },
  "parameter-no-longer-nullable": { title: "a parameter may not be null any more", advice: "give a value" },
  "parameter-removed": { title: "a parameter is gone", advice: "stop giving it" },
  "parameter-renamed": { title: "a parameter has another name", advice: "use the new name" },
  "parameter-type-changed": { title: "a parameter has another type", advice: "give the new type" },
  "permissions-known": {
    title: "the permissions of an operation are stated, or no longer",
    advice: "nothing to do",
  },
  "permissions-narrowed": {
    title: "a permission that was enough is not any more",
    advice: "have one of the listed permissions consented to before you take the new version",
  },
  "permissions-reordered": {
    title: "another permission is the least privileged one",
    advice: "nothing breaks; a new consent can ask for less",
  },
  "permissions-widened": { title: "more permissions are enough", advice: "nothing to do" },
  "property-added": { title: "a type has a new property", advice: "give it where it is required" },
  "property-became-nullable": { title: "a property may be null", advice: "handle null" },
  "property-became-optional": { title: "a property may be missing", advice: "handle its absence" },
  "property-became-read-only": {
    title: "a property is set by the service",
    advice: "stop sending it",
  },
  "property-became-required": { title: "a property has to be there", advice: "give it" },
  "property-became-writable": {
    title: "a property is no longer set by the service",
    advice: "give it where it is required",
  },
  "property-no-longer-nullable": {
    title: "a property may not be null any more",
    advice: "give a value where you send it",
  },
  "property-removed": { title: "a property is gone", advice: "stop reading and sending it" },
  "property-renamed": { title: "a property has another name", advice: "use the new name" },
  "property-type-changed": { title: "a property has another type", advice: "use the new type" },
  "repeatable-changed": {
    title: "whether an operation may be sent again after a lost answer changed",
    advice: "check what your program does when an answer is lost",
  },
  "result-added": { title: "an operation answers something", advice: "nothing to do" },
  "result-became-nullable": { title: "a result may be null", advice: "handle null" },
  "result-no-longer-nullable": { title: "a result is never null", advice: "nothing to do" },
  "result-paging-changed": {
    title: "a result comes in pages, or no longer does",
    advice: "read all pages with the client's `pages`",
  },
  "result-removed": {
    title: "an operation answers nothing any more",
    advice: "read what you need with another call",
  },
  "result-type-changed": { title: "an operation answers another type", advice: "use the new type" },
  "type-added": { title: "a type is new", advice: "nothing to do" },
  "type-became-abstract": {
    title: "no value has this type alone any more",
    advice: "use one of the types derived from it",
  },
  "type-became-concrete": {
    title: "values can have this type itself",
    advice: "handle it where all types of the hierarchy are handled",
  },
  "type-kind-changed": { title: "a type is of another kind", advice: "use it as what it is now" },
  "type-removed": { title: "a type is gone", advice: "stop using it" },
  "type-renamed": { title: "a type has another name", advice: "use the new name" },
  undeprecated: { title: "a thing is not deprecated any more", advice: "nothing to do" },
  "variant-added": {
    title: "a union of types has a new member",
    advice: "handle it where all members of the union are handled",
  },
} as const;

/** A stable name for one kind of change. */
export type ChangeCode = keyof typeof changeCodes;
