const gap = 12

/** All plots of the screen side by side as one SVG document, as they are drawn. */
export function plotsToSvg(scope: ParentNode): string {
  const plots = [...scope.querySelectorAll<SVGSVGElement>('figure.plot svg.recharts-surface')]
  const serializer = new XMLSerializer()
  let left = 0
  let height = 0
  const parts = plots.map((plot) => {
    const width = Number(plot.getAttribute('width'))
    const copy = plot.cloneNode(true) as SVGSVGElement
    copy.removeAttribute('style')
    copy.setAttribute('x', String(left))
    left += width + gap
    height = Math.max(height, Number(plot.getAttribute('height')))
    return serializer.serializeToString(copy)
  })
  const size = `width="${left}" height="${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif"><rect ${size} fill="#0e1114"/>${parts.join('')}</svg>`
}
