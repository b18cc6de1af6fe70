"""Reliability plots as SVG: the share of positives against the mean score of each tenth, with Wilson's intervals and the number of pictures."""
from figures import wilson

LEFT, TOP, SIDE = 56, 50, 300


def plot(title, calibrated):
    """One population's plot; the bars below count the pictures of each tenth on a scale of their own."""
    x = lambda v: LEFT + SIDE * v  # noqa: E731
    y = lambda v: TOP + SIDE * (1 - v)  # noqa: E731
    most = max(n for n, *_ in calibrated['table'])
    total = sum(n for n, *_ in calibrated['table'])
    parts = [
        f'<rect width="{LEFT + SIDE + 24}" height="{TOP + SIDE + 54}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18" font-size="13" font-weight="600">{title}, {total} pictures</text>',
        f'<text x="{LEFT}" y="36">ECE {calibrated["ece"]:.3f}, slope {calibrated["slope"]:.2f}, intercept {calibrated["intercept"]:.2f}</text>',
    ]
    for k in range(0, 11, 2):
        v = k / 10
        parts.append(f'<path d="M{x(v):.0f} {y(0):.0f}V{y(1):.0f}M{x(0):.0f} {y(v):.0f}H{x(1):.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x(v):.0f}" y="{y(0) + 16:.0f}" text-anchor="middle">{v:.1f}</text>')
        parts.append(f'<text x="{x(0) - 6:.0f}" y="{y(v) + 4:.0f}" text-anchor="end">{v:.1f}</text>')
    for n, mean, _ in calibrated['table']:
        tall = 0.25 * n / most
        parts.append(f'<rect x="{x(mean) - 9:.1f}" y="{y(tall):.1f}" width="18" height="{SIDE * tall:.1f}" fill="#c9d6e6"/>')
    parts.append(f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#888" stroke-dasharray="4 4"/>')
    for n, mean, rate in calibrated['table']:
        e = wilson(round(rate * n), n)
        parts.append(f'<path d="M{x(mean):.1f} {y(e["low"]):.1f}V{y(e["high"]):.1f}" stroke="#1d5a96" stroke-width="1.5"/>')
        parts.append(f'<circle cx="{x(mean):.1f}" cy="{y(rate):.1f}" r="4" fill="#1d5a96"><title>{n} pictures, mean score {mean:.2f}, {rate:.2f} positive</title></circle>')
    parts.append(f'<text x="{x(0.5):.0f}" y="{TOP + SIDE + 38}" text-anchor="middle">mean score of a tenth (bars: number of pictures, most {most})</text>')
    parts.append(f'<text transform="translate(16 {y(0.5):.0f}) rotate(-90)" text-anchor="middle">share positive, 95 % interval</text>')
    size = f'{LEFT + SIDE + 24} {TOP + SIDE + 54}'
    label = f'Reliability of the score in {title.lower()}: expected calibration error {calibrated["ece"]:.3f}'
    body = '\n'.join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{size.split()[0]}" height="{size.split()[1]}" role="img" aria-label="{label}" font-family="sans-serif" font-size="11" fill="#222">\n{body}\n</svg>\n'
