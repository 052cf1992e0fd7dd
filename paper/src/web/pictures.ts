// Pictures of the HTML edition: Typst embeds an SVG as a data address, which the pointer can't reach into. Here each becomes
// an element of the page.

const IMAGE = /<img src="data:image\/svg\+xml;base64,([^"]*)"(?: alt="([^"]*)")?[^>]*>/g;

/**
 * Replaces each embedded SVG by the drawing itself. A chart is followed by its narrow drawing, of which the style sheet shows one.
 * @param narrowOf a chart's narrow drawing, by its name
 */
export function inlinePictures(html: string, narrowOf: (name: string) => string): string {
  let number = 0;
  return html.replace(IMAGE, (_, data: string, alt: string | undefined) => {
    number += 1;
    const svg = bare(Buffer.from(data, 'base64').toString('utf8'));
    const wide = labelled(withOwnIds(svg, `p${number}-`), alt);
    const chart = /^<svg[^>]* aria-labelledby="([\w-]+)-title /.exec(svg)?.[1];
    if (chart === undefined) return wide;
    const narrow = labelled(withOwnIds(bare(narrowOf(chart)), `p${number}-narrow-`), alt);
    return ofClass('wide', wide) + ofClass('narrow', narrow);
  });
}

function bare(svg: string): string {
  return svg.replace(/^\s*<\?xml[^>]*\?>/, '').trim();
}

function ofClass(name: string, svg: string): string {
  return svg.replace('class="chart', `class="chart ${name}`);
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
