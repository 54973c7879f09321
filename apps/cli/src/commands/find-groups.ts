import { findEntries, findNearName, parseSelector } from "@intunectl/assignments";
import { CliError } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { findGroups as findByName } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { renderTable } from "../render/table.ts";
import { toSafeText } from "../render/text.ts";
import { withSession } from "../session.ts";

/** `groups find <name>`: groups by name, beginning of a name, or id. */
export async function findGroups(context: Context, given: Given): Promise<ExitCode> {
  const [wanted = ""] = given.arguments;
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const selector = parseSelector(wanted);
    const near = await findByName(session, selector);
    const groups = findEntries(selector, near);
    if (groups.length === 0)
      throw toNotFound(
        wanted,
        near.map(({ name }) => name),
      );
    const value = groups.map(({ id, name }) => ({ id, name }));
    await context.answer({
      text: () =>
        renderTable(
          [{ title: "NAME", isFlexible: true }, { title: "ID" }],
          groups.map(({ id, name }) => [toSafeText(name), toSafeText(id)]),
          context.appearance.width,
        ),
      value,
      rows: { columns: ["name", "id"], rows: value },
    });
    return exitCodes.done;
  });
}

function toNotFound(wanted: string, names: readonly string[]): CliError {
  const near = findNearName(wanted, names);
  return new CliError(`no group is named "${wanted}"`, {
    code: "unknown-group",
    exitCode: exitCodes.failed,
    hint:
      near === undefined
        ? `groups whose name begins so: intunectl groups find "${wanted.slice(0, 4)}*"`
        : `did you mean "${near}"?`,
  });
}
