// Pictures of the HTML edition: Typst embeds an SVG as a data address, which the pointer can't reach into. Here each becomes
// an element of the page.

const IMAGE = /<img src="data:image\/svg\+xml;base64,([^"]*)"(?: alt="([^"]*)")?[^>]*>/g;

/** Replaces each embedded SVG by the drawing itself. */
export function inlinePictures(html: string): string {
  let number = 0;
  return html.replace(IMAGE, (_, data: string, alt: string | undefined) => {
    number += 1;
    const svg = Buffer.from(data, 'base64').toString('utf8');
    return labelled(withOwnIds(svg.replace(/^\s*<\?xml[^>]*\?>/, '').trim(), `p${number}-`), alt);
  });
}

/** Ids are of the whole page: those of two drawings must differ. */
function withOwnIds(svg: string, prefix: string): string {
  return svg
    .replace(/\bid="([^"]+)"/g, `id="${prefix}$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${prefix}$1)`)
    .replace(/\bhref="#([^"]+)"/g, `href="#${prefix}$1"`)
    .replace(/aria-labelledby="([^"]+)"/g, (_, ids: string) => {
      return `aria-labelledby="${ids
        .split(' ')
        .map((id) => prefix + id)
        .join(' ')}"`;
    });
}

/** A drawing without a label of its own gets the picture's alternative text. */
function labelled(svg: string, alt: string | undefined): string {
  const [tag = ''] = /^<svg[^>]*>/.exec(svg) ?? [];
  if (tag.includes('aria-label') || alt === undefined) return svg;
  const role = tag.includes('role=') ? '' : ' role="img"';
  return svg.replace('<svg', `<svg${role} aria-label="${alt}"`);
}
