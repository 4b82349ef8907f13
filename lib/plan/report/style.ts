/** The look of the report: the reader's own font, light or dark as their system is, and paper. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--quiet:#57606a;--page:#fff;--line:#d0d7de;--soft:#f6f8fa;--bad:#b42318;--good:#116329;--warn:#8a4b00;--accent:#1d4ed8}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--quiet:#9da7b3;--page:#0d1117;--line:#30363d;--soft:#161b22;--bad:#ff9a8f;--good:#6fdd8b;--warn:#f0b45c;--accent:#7fb1ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{max-width:1120px;margin:0 auto;padding:40px 24px 64px}
h1{font-size:30px;line-height:1.2;margin:0 0 6px}h2{font-size:22px;margin:52px 0 4px;padding-top:20px;border-top:2px solid var(--line)}h3{font-size:16px;margin:30px 0 8px}
p{margin:6px 0 12px}a{color:var(--accent)}.quiet{color:var(--quiet)}.unknown,.warn{color:var(--warn)}.bad{color:var(--bad)}.good{color:var(--good)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:14px;margin:24px 0 8px;padding:0}
.fact{border:1px solid var(--line);border-radius:10px;padding:14px 16px;background:var(--soft)}
.fact strong{display:block;font-size:23px;line-height:1.25;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:6px 0 14px;font-variant-numeric:tabular-nums}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;vertical-align:top;padding:7px 14px 7px 0;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--quiet);font-size:13px}tbody th{font-weight:500}
.number{text-align:right;padding-right:0;padding-left:14px;white-space:nowrap}
tr.total th,tr.total td{font-weight:700;border-bottom:0}
figure{margin:22px 0;padding:14px;border:1px solid var(--line);border-radius:12px;overflow-x:auto;background:var(--page)}
figure svg{display:block;margin:0 auto;max-width:100%;height:auto}
ul{padding-left:20px;margin:6px 0 12px}li{margin:3px 0}
footer{margin-top:56px;padding-top:16px;border-top:1px solid var(--line);font-size:13px;color:var(--quiet)}
@page{size:A4;margin:14mm}
@media print{
:root{color-scheme:light;--ink:#1b1f24;--quiet:#57606a;--page:#fff;--line:#d0d7de;--soft:#fff;--bad:#b42318;--good:#116329;--warn:#8a4b00;--accent:#1d4ed8}
body{font-size:11.5px}main{max-width:none;padding:0}h2{break-before:page;border:0;padding:0;margin-top:0}h3{break-after:avoid}
figure{overflow:visible;border:0;padding:0;break-inside:avoid}figure svg{max-width:100%;max-height:240mm}
tr,.fact,li{break-inside:avoid}.wide{overflow:visible}}
`.trim();
