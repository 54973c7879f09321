import type { Origin } from "../model/facts.ts";
import { changeCodes } from "./codes.ts";
import type { Compared } from "./compared.ts";
import { pageOf } from "./compared.ts";

const levels = { major: "error", minor: "warning", patch: "note" } as const;

/** A comparison as SARIF 2.1.0: each change stands at its new place and names the old one. */
export function toChangeSarif({ changes, verdict }: Compared): object {
  const rules = [...new Set(changes.map(({ code }) => code))].toSorted();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "graph-codegen diff",
            rules: rules.map((id) => ({
              id,
              shortDescription: { text: changeCodes[id].title },
              help: { text: `${changeCodes[id].advice} (${pageOf(id)})` },
            })),
          },
        },
        properties: { verdict },
        results: changes.map(({ code, severity, message, because, origins }) => ({
          ruleId: code,
          ruleIndex: rules.indexOf(code),
          level: levels[severity],
          message: { text: `${message.replaceAll("`", "")}: ${because}`, markdown: `${message}: ${because}` },
          locations: [toLocation(origins.new)],
          relatedLocations: [{ id: 1, message: { text: "before" }, ...toLocation(origins.old) }],
          properties: { severity },
        })),
      },
    ],
  };
}

function toLocation({ file, line, column, length }: Origin): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file) },
      region: { startLine: line, startColumn: column, endColumn: column + length },
    },
  };
}
