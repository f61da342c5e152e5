import { Eta } from 'eta';
import type { KillMatrix } from './kill-matrix.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kill matrix</title>
<style>
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8884; }
.killed { color: #1a7f37; } .survived, .wrong-blame { color: #cf222e; font-weight: 600; } .not-run { color: #888; }
code { font-size: .85em; }
</style>
</head>
<body>
<h1>Kill matrix</h1>
<p><%= it.killed %> of <%= it.matrix.defects.length %> seeded defects are killed by a row that they break;
precision <%= (100 * it.matrix.precision).toFixed(1) %> %. Tried: the rows that a defect breaks, and <%= it.others %>.</p>
<% if (it.matrix.rowsWithoutKiller.length > 0) { %>
<h2>Rows that no defect turns red</h2>
<p><% for (const row of it.matrix.rowsWithoutKiller) { %><code><%= row %></code> <% } %></p>
<% } %>
<h2>Defects</h2>
<table>
<thead><tr><th>Defect</th><th>What is wrong</th><th>Outcome</th><th>Killed by</th><th>Missed</th><th>Also red</th></tr></thead>
<tbody>
<% for (const defect of it.matrix.defects) { %>
<tr><td><code><%= defect.id %></code></td><td><%= defect.title %></td><td class="<%= defect.outcome %>"><%= defect.outcome %></td>
<td><code><%= defect.killedBy.join(' ') %></code></td><td><code><%= defect.missed.join(' ') %></code></td><td><code><%= defect.collateral.join(' ') %></code></td></tr>
<% } %>
</tbody>
</table>
</body>
</html>
`;

const OTHER_ROWS: Record<KillMatrix['rows'], string> = {
  sample: 'a fixed sample of the others, near and far',
  near: 'all others of their areas, and one of each other area',
  every: 'all others',
};

/** The kill matrix as one self-contained page. */
export function killMatrixPage(matrix: KillMatrix): string {
  const killed = matrix.defects.filter(({ outcome }) => outcome === 'killed').length;
  return new Eta({ autoEscape: true }).renderString(PAGE, { matrix, killed, others: OTHER_ROWS[matrix.rows] });
}
