import type { Diagnostic } from "./diagnostic.ts";

const levels = { error: "error", warning: "warning", note: "note" } as const;

/** Diagnostics as SARIF 2.1.0, which code hosts show beside the lines of a pull request. */
export function toSarif(diagnostics: readonly Diagnostic[]): object {
  const rules = [...new Set(diagnostics.map(({ code }) => code))].toSorted();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "graph-codegen", rules: rules.map((id) => ({ id })) } },
        results: diagnostics.map(({ code, severity, message, hint, origins }) => ({
          ruleId: code,
          level: levels[severity],
          message: { text: `${message}\n${hint}` },
          locations: origins.slice(0, 1).map(toLocation),
          relatedLocations: origins.slice(1).map(toLocation),
        })),
      },
    ],
  };
}

function toLocation({ file, line, column, length }: Diagnostic["origins"][number]): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file) },
      region: { startLine: line, startColumn: column, endColumn: column + length },
    },
  };
}
