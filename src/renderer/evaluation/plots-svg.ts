const gap = 12
const margin = 16
const line = 20
const [ink, quiet, ground] = ['#e6e9ec', '#98a3ad', '#0e1114']

/** What a saved picture says of itself: what it shows, of which model version on which cases, and the notice. */
export type PlotsSaid = { readonly title: string; readonly lines: readonly string[]; readonly notice: string }

/** All plots of the screen side by side as one SVG document, each under its name, as they are drawn. */
export function plotsToSvg(scope: ParentNode, { title, lines, notice }: PlotsSaid): string {
  const figures = [...scope.querySelectorAll<HTMLElement>('figure.plot')]
  const serializer = new XMLSerializer()
  const top = margin + line * (lines.length + 1)
  let left = margin
  let height = 0
  const parts = figures.flatMap((figure) => {
    const plot = figure.querySelector<SVGSVGElement>('svg.recharts-surface')
    if (!plot) return []
    const width = Number(plot.getAttribute('width'))
    const copy = plot.cloneNode(true) as SVGSVGElement
    copy.removeAttribute('style')
    copy.setAttribute('x', String(left))
    copy.setAttribute('y', String(top + line))
    const name = textAt(left + width / 2, top + 12, figure.dataset['plot'] ?? '', ink, 'middle')
    left += width + gap
    height = Math.max(height, Number(plot.getAttribute('height')))
    return [name, serializer.serializeToString(copy)]
  })
  const bottom = top + line + height
  const size = `width="${left - gap + margin}" height="${bottom + line + margin / 2}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title><desc>${escaped([...lines, notice].join('\n'))}</desc><rect ${size} fill="${ground}"/>`,
    textAt(margin, margin + 8, title, ink),
    ...lines.map((text, i) => textAt(margin, margin + 8 + line * (i + 1), text, quiet)),
    ...parts,
    textAt(margin, bottom + line - 4, notice, ink),
    '</svg>',
  ].join('')
}

const textAt = (x: number, y: number, text: string, fill: string, anchor = 'start') =>
  `<text x="${x}" y="${y}" fill="${fill}" text-anchor="${anchor}">${escaped(text)}</text>`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
