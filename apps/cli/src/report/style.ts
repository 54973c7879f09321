/** The whole look of a report: light and dark, screen and paper, without a script. */
export const reportStyle: string = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--mut:#57606a;--line:#dfe3e8;--head:#f6f8fa;--inc:#116329;--exc:#8a3f00;--add:#dafbe1;--del:#ffe3e0;--chg:#fff1c2;--unk:#e4e8ec;--dot:#8c959f;--hov:#f0f4f8}
@media (prefers-color-scheme:dark){:root{--bg:#0f1318;--fg:#e6eaf0;--mut:#a3adba;--line:#2b333d;--head:#161b22;--inc:#5fd07c;--exc:#f5ab5c;--add:#12351f;--del:#4a1c1f;--chg:#3d3312;--unk:#222a33;--dot:#6b7684;--hov:#171d25}}
*{box-sizing:border-box}
body{margin:0;padding:clamp(14px,3vw,32px);background:var(--bg);color:var(--fg);font:14px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif}
h1{font-size:20px;margin:0}h2{font-size:15px;margin:22px 0 8px}p{margin:0}
.mut{color:var(--mut)}
code{font:12px ui-monospace,SFMono-Regular,Consolas,monospace;overflow-wrap:anywhere}
header{display:flex;gap:14px 32px;align-items:flex-end;justify-content:space-between;flex-wrap:wrap;margin-bottom:16px}
.sum{display:flex;gap:8px;margin:10px 0 0;padding:0;flex-wrap:wrap;list-style:none}
.sum li{padding:2px 10px;border-radius:99px;border:1px solid var(--line);font-variant-numeric:tabular-nums}
.sum .a{background:var(--add)}.sum .c{background:var(--chg)}.sum .d{background:var(--del)}
fieldset{border:1px solid var(--line);border-radius:8px;padding:3px;margin:0;display:flex}
legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
fieldset label{padding:4px 14px;border-radius:6px;cursor:pointer}
fieldset input{position:absolute;opacity:0}
fieldset label:has(:checked){background:var(--fg);color:var(--bg)}
fieldset label:has(:focus-visible),.wrap:focus-visible,summary:focus-visible,.fold label:has(:focus-visible){outline:3px solid #4c8dff;outline-offset:1px}
.wrap{position:relative;overflow:auto;max-height:88vh;border:1px solid var(--line);border-radius:10px}
table{border-collapse:separate;border-spacing:0;width:100%}
th,td{border-bottom:1px solid var(--line);padding:6px 9px;text-align:center;font-weight:400;vertical-align:middle}
tbody:last-child tr:last-child>*{border-bottom:0}
thead th{background:var(--head);font-weight:500;overflow-wrap:break-word;min-width:64px;max-width:120px;vertical-align:bottom}
thead{position:sticky;top:0;z-index:2}
thead tr:first-child th:not(:first-child){color:var(--mut);font-size:12px;border-bottom:0;padding-bottom:0;text-align:left;white-space:nowrap;max-width:none}
tbody th{position:sticky;left:0;background:var(--bg);text-align:left;font-weight:500;min-width:210px;max-width:340px;overflow-wrap:break-word;z-index:1}
thead [rowspan]{position:sticky;left:0;text-align:left;z-index:3;max-width:none}
tbody tr:hover>*{background:var(--hov)}
small{display:block;font-size:11px;line-height:1.25;color:var(--mut);font-weight:400}
td:empty::before{content:"·"/"";color:var(--dot)}
td s{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
td b{display:block;font-weight:400}
b::before{font-size:16px}
.i::before{content:"●"/"";color:var(--inc)}.x::before{content:"⊘"/"";color:var(--exc)}
tbody .ta{background:var(--add)}tbody .td{background:var(--del)}tbody .tc{background:var(--chg)}
.ta small,.tc small,.td small{color:var(--fg)}
.u{background:repeating-linear-gradient(45deg,var(--unk) 0 5px,transparent 5px 10px)}
.g{border-left:2px solid var(--line)}
:root:has(#v-before:checked) :is(.ta,.td,.tc),:root:has(#v-after:checked) :is(.ta,.td,.tc){background:none}
:root:has(#v-before:checked) td :is(.a,.new,.w),:root:has(#v-after:checked) td :is(.d,.old,.w){display:none}
.fold:not(:has(input:checked)) tr:not(:first-child){display:none}
.fold tr:first-child th{background:var(--head);font-weight:400;max-width:none}
.fold label{cursor:pointer;position:sticky;left:9px}
details{text-align:left;font-size:12px}summary{cursor:pointer;text-align:center}details div{white-space:nowrap}details b{display:inline-block;width:18px}details small{display:inline;font-size:11px}
.key{display:flex;align-items:baseline;gap:6px 18px;margin:12px 2px 18px;padding:0;color:var(--mut);font-size:13px;flex-wrap:wrap;list-style:none}
.key b{font-weight:400;display:inline-block;min-width:14px}
.notes{margin:0;padding:0;list-style:none}
.notes li{border-left:3px solid var(--exc);padding:1px 0 1px 12px;margin-bottom:10px;overflow-wrap:anywhere}
footer{color:var(--mut);font-size:12px;border-top:1px solid var(--line);padding-top:10px;margin-top:22px;overflow-wrap:anywhere}
@media (max-width:640px){tbody th{min-width:140px;max-width:160px}th,td{padding:5px 6px}thead th{min-width:56px}}
@page{size:A4 landscape;margin:12mm}
@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--mut:#444;--line:#bbb;--head:#f2f2f2;--inc:#0b4a1d;--exc:#6b3000;--add:#dafbe1;--del:#ffe3e0;--chg:#fff1c2;--unk:#e4e8ec;--dot:#777}body{padding:0;font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}fieldset{display:none}.wrap{overflow:visible;max-height:none;border:0}thead,tbody th,thead [rowspan]{position:static}tr{break-inside:avoid}tbody th{min-width:0}thead th{min-width:0}}
`.trim();
