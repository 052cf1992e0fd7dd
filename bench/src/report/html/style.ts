// The pages' style: light and dark with the charts' colours, three widths, and print.

export const style = `
:root{--page:#fff;--panel:#f6f8fa;--line:#d8dde3;--link:#0058a3;--note:#59636e}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--page:#14181d;--panel:#1c2229;--line:#3a424d;--link:#7cc0ff;--note:#a9b2bf}}
:root[data-theme=dark]{--page:#14181d;--panel:#1c2229;--line:#3a424d;--link:#7cc0ff;--note:#a9b2bf;color-scheme:dark}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--chart-text);font:16px/1.55 system-ui,sans-serif;-webkit-text-size-adjust:100%}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 clamp(16px,4vw,40px)}
header{padding-top:36px}
h1{font-size:clamp(1.5rem,3vw,2.1rem);line-height:1.2;margin:0 0 4px;text-wrap:balance}
h2{font-size:1.45rem;line-height:1.25;margin:0 0 6px;text-wrap:balance}
h3{font-size:1rem;margin:0 0 10px}
p{margin:0 0 10px;max-width:78ch}
a{color:var(--link)}
code{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
.about{color:var(--note);margin-bottom:20px}
.bar{display:flex;flex-wrap:wrap;gap:6px 18px;align-items:center;border-block:1px solid var(--line);padding:10px 0;margin:22px 0 0}
.bar ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0;padding:0;flex:1}
.bar a{display:inline-block;padding:3px 0}
button{font:inherit;font-size:.85rem;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:3px 12px;cursor:pointer}
button:hover{border-color:var(--note)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.short{display:grid;gap:14px;margin:22px 0 0;padding:0;list-style:none}
.short li{background:var(--panel);border-left:4px solid var(--link);border-radius:0 8px 8px 0;padding:12px 16px}
.short p{margin:0;max-width:100ch}
.short .question{font-weight:600}
.warning{border:1px solid #b45309;border-radius:8px;padding:10px 14px;margin:16px 0 0;max-width:none}
section{padding:38px 0 10px}
section+section{border-top:1px solid var(--line)}
.kind{text-transform:uppercase;letter-spacing:.08em;font-size:.75rem;font-weight:600;color:var(--note);margin:0 0 4px}
.verdict{font-size:1.05rem}
.command{display:flex;gap:10px;align-items:center;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:8px 12px;margin:14px 0;max-width:100%;width:fit-content}
.command code{flex:1}
.block{display:grid;grid-template-columns:minmax(0,1fr);gap:20px 32px;padding:22px 0}
.block+.block{border-top:1px dashed var(--line)}
.block>*{min-width:0}
.charts{display:grid;gap:26px 32px;grid-template-columns:repeat(auto-fill,minmax(min(340px,100%),1fr));align-items:start}
@media (min-width:1000px){.block.beside{grid-template-columns:minmax(0,460px) minmax(0,1fr)}.block.beside .charts{grid-template-columns:minmax(0,1fr)}}
figure{margin:0;max-width:480px}
figcaption{font-weight:600;margin-bottom:6px}
figure svg{display:block;width:100%;height:auto}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.84rem;line-height:1.4;font-variant-numeric:tabular-nums}
tbody th{white-space:nowrap}
th,td{padding:4px 14px 4px 0;text-align:left;vertical-align:baseline;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1px solid var(--note);font-weight:600;white-space:nowrap}
tbody tr.group:not(:first-child)>*{border-top:1px solid var(--line)}
.right{text-align:right;white-space:nowrap}
.swatch{width:12px;height:12px;margin-right:6px;vertical-align:-1px}
.notes{color:var(--note);font-size:.84rem;margin:10px 0 0;padding-left:1.1em;max-width:92ch}
.notes li{margin:0 0 4px}
details{margin:14px 0}
summary{cursor:pointer;font-weight:600;padding:4px 0}
pre{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:12px;overflow-x:auto;font:.8rem/1.45 ui-monospace,monospace}
footer{color:var(--note);font-size:.84rem;padding-block:30px 50px}
.marks{position:absolute;width:0;height:0;overflow:hidden}
@media print{:root:root{--page:#fff;--panel:#fff;--line:#ccc;--note:#444}body{font-size:10pt}.bar,button{display:none}section{break-before:auto}figure,tr,.short li{break-inside:avoid}.block.beside{grid-template-columns:1fr}.charts{grid-template-columns:1fr 1fr!important}.scroll{overflow:visible}}
`;
