import { measureEach, type MeasuredService, startService } from "./service.ts";

const two = "'Configuration 000000000901','Configuration 000000000902'";
const list = "/beta/deviceManagement/groupPolicyConfigurations";

/** CPU milliseconds a page of 100, of a small tenant and of a large one: they should be the same. */
export async function measurePages(large: number): Promise<readonly string[]> {
  const [few, many] = [
    await startService({ kind: "emulator", configurations: 1000 }),
    await startService({ kind: "emulator", configurations: large }),
  ];
  const cases: readonly (readonly [name: string, query: string, depth: number])[] = [
    ["first page", "", 0],
    ["the page at three quarters", "", 0.75],
    ["$orderby=displayName desc, first page", "$orderby=displayName desc", 0],
    ["$orderby=displayName desc, at three quarters", "$orderby=displayName desc", 0.75],
    ["$filter=displayName eq one", "$filter=displayName eq 'Configuration 000000000900'", 0],
    [
      "$filter=startswith(displayName, ten)",
      "$filter=startswith(displayName,'Configuration 00000000090')",
      0,
    ],
    [
      "$filter=startswith(displayName, all), at three quarters",
      "$filter=startswith(displayName,'Conf')",
      0.75,
    ],
    ["$filter=description eq a seventh, at a tenth", "$filter=description eq 'Ring 3'", 0.1],
    ["$expand=assignments (2,000 of them)", "$expand=assignments", 0],
    ["one entity", "/4f2c1a90-0000-4000-8000-000000000900", 0],
    ["$filter=contains(displayName, one)", "$filter=contains(displayName,'000000900')", 0],
    [
      "$filter=contains(displayName, all), at three quarters",
      "$filter=contains(displayName,'figuration')",
      0.75,
    ],
    [
      "$filter=contains(displayName, one) and description eq a seventh",
      "$filter=contains(displayName,'000000903') and description eq 'Ring 0'",
      0,
    ],
    ["$filter=endswith(displayName, a tenth), at a twentieth", "$filter=endswith(displayName,'7')", 0.05],
    [
      "$filter=contains(…, one) or displayName in (two)",
      `$filter=contains(displayName,'000000900') or displayName in (${two})`,
      0,
    ],
    [
      "$filter=contains(displayName, one)&$orderby=displayName",
      "$filter=contains(displayName,'000000900')&$orderby=displayName",
      0,
    ],
    ["$filter=contains(displayName, two letters of all)", "$filter=contains(displayName,'ur')", 0],
    ["$filter=contains(displayName, two letters of none)", "$filter=contains(displayName,'xq')", 0],
    ["$filter=description eq a seventh&$count=true", "$filter=description eq 'Ring 3'&$count=true", 0],
    ["$count=true", "$count=true&$top=1", 0],
  ];
  const rows: string[] = [];
  for (const [name, query, depth] of cases) {
    const [a, b] = [await costOf(few, query, depth * 1000), await costOf(many, query, depth * large)];
    rows.push(`| ${name} | ${a.toFixed(2)} | ${b.toFixed(2)} | ${(b / a).toFixed(1)} |`);
  }
  const { rss } = await many.usage();
  for (const service of [few, many]) service.close();
  return [
    `The large tenant is filled in ${(many.startMs / 1000).toFixed(0)} s and takes ${rss.toFixed(0)} MiB in memory.`,
    "",
    `| page | 1,000 configurations, CPU ms | ${large.toLocaleString("en")}, CPU ms | times |`,
    "| --- | --- | --- | --- |",
    ...rows,
  ];
}

/** CPU milliseconds of a page; pages further on are reached over their next links, once. */
async function costOf(service: MeasuredService, query: string, skip: number): Promise<number> {
  let path = query.startsWith("/") ? list + query : `${list}?${query.replaceAll(" ", "%20")}`;
  for (let seen = 0; seen < skip; seen += 1000) {
    const page = await service.send("GET", `${path}${path.includes("$top") ? "" : "&$top=1000"}`);
    const next = /"@odata\.nextLink":"([^"]+)"/.exec(page)?.[1];
    if (next === undefined) break;
    path = next.slice(service.url.length);
  }
  path = path.replace("$top=1000", "$top=100");
  return (await measureEach(service, 60, () => service.send("GET", path))).cpuUs / 1000;
}
