import type { Context } from "../context.ts";
import { readFilters } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { renderTable } from "../render/table.ts";
import { toSafeText } from "../render/text.ts";
import { toShortId } from "../render/words.ts";
import { withSession } from "../session.ts";

/** `filters list`: every assignment filter. */
export async function listFilters(context: Context): Promise<ExitCode> {
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const filters = await readFilters(session);
    const value = filters.map(({ id, name, platform, rule }) => ({ id, name, platform, rule }));
    await context.answer({
      text: () =>
        filters.length === 0
          ? "There are no assignment filters.\n"
          : renderTable(
              [
                { title: "NAME", isFlexible: true },
                { title: "ID" },
                { title: "PLATFORM" },
                { title: "RULE", isFlexible: true },
              ],
              value.map(({ id, name, platform, rule }) => [
                toSafeText(name),
                toShortId(id),
                toSafeText(platform),
                toSafeText(rule),
              ]),
              context.appearance.width,
            ),
      value,
      rows: { columns: ["name", "id", "platform", "rule"], rows: value },
    });
    return exitCodes.done;
  });
}
