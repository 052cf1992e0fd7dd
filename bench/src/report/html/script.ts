// The pages' script. They are whole without it: it adds a switch between light and dark, buttons that copy a command, and one that
// saves the raw results.

export const script = `(() => {
  const root = document.documentElement;
  const button = (label, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.addEventListener('click', () => act(made));
    return made;
  };
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const other = () => (isDark() ? 'Light' : 'Dark');
  document.querySelector('.tools')?.append(
    button(other(), (made) => {
      root.dataset.theme = other().toLowerCase();
      made.textContent = other();
    }),
  );
  for (const command of document.querySelectorAll('.command'))
    command.append(
      button('Copy', async (made) => {
        await navigator.clipboard.writeText(command.querySelector('code').textContent);
        made.textContent = 'Copied';
      }),
    );
  const results = document.getElementById('results');
  const raw = document.querySelector('.raw');
  if (results && raw)
    raw.append(
      button('Save the raw JSON', async () => {
        let blob = new Blob([results.textContent], { type: 'application/json' });
        if (results.type === 'application/gzip') {
          const bytes = Uint8Array.from(atob(results.textContent), (letter) => letter.charCodeAt(0));
          const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
          blob = await new Response(unpacked).blob();
        }
        const link = document.createElement('a');
        link.href = URL.createObjectURL(blob);
        link.download = 'results.json';
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href));
      }),
    );
})();`;
