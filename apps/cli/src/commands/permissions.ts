import { hasChanges } from "@intunectl/assignments";
import { operations } from "@intunectl/graph-intune";
import type { Need } from "../command-definition.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { commandDefinitions } from "../definitions/index.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readNamedFile, readPlan } from "../named-file.ts";
import { leastPermissions } from "../least-permissions.ts";
import { needOperations, needWords } from "../needs.ts";
import { renderTable } from "../render/table.ts";

/** `permissions [plan]`: the least that the commands, or one plan, need; needs no tenant. */
export async function permissions(context: Context, given: Given): Promise<ExitCode> {
  const [file] = given.arguments;
  const needs: readonly Need[] =
    file === undefined ? ["read", "filters", "groups", "write"] : await readNeeds(context, file);
  const rows = needs.map((need) => {
    const used = operations.filter(({ name }) => needOperations[need].includes(name));
    const least = leastPermissions(need, "delegated");
    return {
      permission: least.join(" and "),
      purpose: needWords[need].purpose,
      operations: used.map(({ name }) => name),
      delegated: used.every((one) => least.some((name) => one.permissions.delegated.includes(name))),
      application: used.every((one) => least.some((name) => one.permissions.application.includes(name))),
      commands: commandDefinitions.filter((one) => one.needs?.includes(need)).map(({ name }) => name),
    };
  });
  await context.answer({
    text: () =>
      renderTable(
        [
          { title: "PERMISSION" },
          { title: "PURPOSE", isFlexible: true },
          { title: file === undefined ? "COMMANDS" : "OPERATIONS", isFlexible: true },
        ],
        rows.map((row) => [row.permission, row.purpose, file === undefined ? row.commands : row.operations]),
        context.appearance.width,
      ),
    value: rows,
    rows: {
      columns: ["permission", "purpose", "delegated", "application", "operations", "commands"],
      rows: rows.map((row) => ({
        ...row,
        operations: row.operations.join(" "),
        commands: row.commands.join(", "),
      })),
    },
  });
  return exitCodes.done;
}

async function readNeeds({ world }: Context, file: string): Promise<readonly Need[]> {
  const plan = readPlan(await readNamedFile(world, file), file);
  const isWriting = plan.configurations.some(({ changes }) => hasChanges(changes));
  return isWriting ? ["read", "groups", "write"] : ["read", "groups"];
}
