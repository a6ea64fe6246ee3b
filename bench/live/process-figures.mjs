const FIGURES = {
  bytes: 'process_resident_memory_bytes',
  cpuSeconds: 'process_cpu_seconds_total',
  connections: 'daily_papers_live_connections{transport="websocket"}',
};

/** What an API process says of itself at `/metrics`. */
export async function readFigures({ origin }) {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const values = new Map(text.split('\n').map((line) => line.split(' ')));
  return Object.fromEntries(Object.entries(FIGURES).map(([name, metric]) => [name, Number(values.get(metric))]));
}
