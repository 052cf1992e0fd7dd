// Light, dark, or as the system has it; remembered where the browser allows it.

const themes = ['auto', 'light', 'dark'] as const;
const key = 'theme';

export function addThemeButton(page: Document, tools: Element): void {
  const button = page.createElement('button');
  let theme: string = remembered() ?? 'auto';
  const show = () => {
    button.textContent = theme === 'auto' ? 'Theme: system' : `Theme: ${theme}`;
    if (theme === 'auto') delete page.documentElement.dataset.theme;
    else page.documentElement.dataset.theme = theme;
  };
  button.type = 'button';
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme as 'auto') + 1) % themes.length]!;
    try {
      localStorage.setItem(key, theme);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    show();
  });
  tools.append(button);
  show();
}

function remembered(): string | null {
  try {
    const theme = localStorage.getItem(key);
    return themes.some((known) => known === theme) ? theme : null;
  } catch {
    return null;
  }
}
