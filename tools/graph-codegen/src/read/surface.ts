import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { readYaml } from "./yaml.ts";
import { createYamlShape } from "./yaml-shape.ts";

/** What we publish. */
export interface Surface {
  readonly version: "beta" | "v1.0";
  readonly entries: readonly SurfaceEntry[];
}

/** One published operation, named by the source that describes it. */
export interface SurfaceEntry {
  readonly source: { readonly kind: "page" | "openapi"; readonly name: Fact<string> };
  /** The exported name, when it is not the derived one. */
  readonly name: Fact<string> | undefined;
  /** Which URL of the page. */
  readonly path: Fact<string> | undefined;
  readonly origin: Origin;
}

/** Reads `specs/surface.yaml`. */
export function readSurface(source: SourceText): {
  readonly surface: Surface;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { root, diagnostics: malformed } = readYaml(source);
  const diagnostics: Diagnostic[] = [...malformed];
  const shape = createYamlShape(diagnostics);
  const map = shape.map(root, "the surface", ["version", "operations"]);
  const version = map === undefined ? undefined : shape.requiredText(map, "version");
  if (version !== undefined && version.value !== "beta" && version.value !== "v1.0")
    diagnostics.push(
      diagnostic("yaml-shape", [version.origin], { problem: `version must be "beta" or "v1.0"` }),
    );
  const entries = shape
    .list(map?.entries.get("operations")?.node, "operations")
    .flatMap((node): SurfaceEntry[] => {
      const item = shape.map(node, "an operation", ["page", "openapi", "name", "path"]);
      if (item === undefined) return [];
      const page = shape.text(item, "page");
      const openapi = shape.text(item, "openapi");
      if ((page === undefined) === (openapi === undefined)) {
        diagnostics.push(
          diagnostic("yaml-shape", [item.origin], { problem: `an operation has either "page" or "openapi"` }),
        );
        return [];
      }
      if (page !== undefined && /(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[A-Za-z]:|\0/.test(page.value)) {
        diagnostics.push(diagnostic("path-escapes", [page.origin], { path: page.value }));
        return [];
      }
      const name = shape.text(item, "name");
      if (name !== undefined && !/^[a-z][A-Za-z0-9]*$/.test(name.value))
        diagnostics.push(
          diagnostic("yaml-shape", [name.origin], {
            problem: `name must be letters and digits in camelCase`,
          }),
        );
      const kind = page === undefined ? "openapi" : "page";
      const said = page ?? openapi;
      return said === undefined
        ? []
        : [{ source: { kind, name: said }, name, path: shape.text(item, "path"), origin: item.origin }];
    });
  return { surface: { version: version?.value === "v1.0" ? "v1.0" : "beta", entries }, diagnostics };
}
