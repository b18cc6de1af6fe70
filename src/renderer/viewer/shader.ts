import type { Frame } from '#shared/study.ts'

/** Two triangles over the whole canvas. */
export const vertexShader = `#version 300 es
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`

/** The sampler of a pixel format, and how a texel becomes a number. */
const samplers: Readonly<Record<Frame['pixelFormat'], readonly [sampler: string, value: string]>> = {
  r8: ['highp usampler2D', 'float(texelFetch(picture, at, 0).r)'],
  r16: ['highp usampler2D', 'float(texelFetch(picture, at, 0).r)'],
  r8i: ['highp isampler2D', 'float(texelFetch(picture, at, 0).r)'],
  r16i: ['highp isampler2D', 'float(texelFetch(picture, at, 0).r)'],
  f32: ['highp sampler2D', 'texelFetch(picture, at, 0).r'],
  rgb8: ['highp sampler2D', ''],
}

/**
 * Draws one frame: viewport to image by an affine map; stored to modality value; bilinear where it is magnified, a box
 * filter where it is reduced (integer textures have no mipmaps, and a mammogram would alias); VOI LUT or the window of
 * PS3.3 C.11.2.1.2; inversion last. Padding is black. Overlay planes lie on top in a colour of their own; a line of them one
 * pixel wide stays whole where the picture is reduced.
 */
export function fragmentShader(format: Frame['pixelFormat']): string {
  const [sampler, value] = samplers[format]
  return `#version 300 es
precision highp float;
precision highp int;
uniform ${sampler} picture;
uniform highp usampler2D lut;
uniform highp usampler2D overlay;
uniform bool hasOverlay;
uniform ivec2 size;
uniform mat3 toImage;
uniform float canvasHeight;
uniform vec2 footprint;
uniform vec2 rescale;
uniform vec2 window;
uniform int windowFunction;
uniform ivec2 lutRange;
uniform bool inverse;
uniform bool hasPadding;
uniform float padding;
out vec4 colour;
${format === 'rgb8' ? colourBody : greyBody.replace('VALUE', value)}`
}

const common = `
vec2 position() {
  return (toImage * vec3(gl_FragCoord.x, canvasHeight - gl_FragCoord.y, 1.0)).xy;
}
bool outside(vec2 p) {
  return p.x < 0.0 || p.y < 0.0 || p.x >= float(size.x) || p.y >= float(size.y);
}
ivec2 held(ivec2 at) {
  return clamp(at, ivec2(0), size - 1);
}
bool covered(ivec2 wanted) {
  ivec2 at = held(wanted);
  int pixel = at.y * size.x + at.x;
  int place = pixel >> 3;
  uint eight = texelFetch(overlay, ivec2(place & 4095, place >> 12), 0).r;
  return ((eight >> uint(pixel & 7)) & 1u) == 1u;
}
vec4 withOverlay(vec4 picture, vec2 p) {
  if (!hasOverlay) return picture;
  vec2 reach = clamp(footprint, vec2(1.0), vec2(24.0)) * 0.5;
  bool isWhole = footprint.x <= 1.0 && footprint.y <= 1.0;
  ivec2 first = ivec2(floor(isWhole ? p : p - reach + 0.5));
  ivec2 last = isWhole ? first : max(first, ivec2(ceil(p + reach - 0.5)) - 1);
  for (int y = first.y; y <= last.y; y++) {
    for (int x = first.x; x <= last.x; x++) {
      if (covered(ivec2(x, y))) return vec4(1.0, 0.87, 0.35, 1.0);
    }
  }
  return picture;
}
`

/**
 * The mean over the part of the image that a pixel of the screen covers, each image pixel by its share of it. At most 24
 * pixels a side: an image that is reduced further is sampled within them.
 */
const boxFilter = (read: string): string => `
    vec2 extent = clamp(footprint, vec2(1.0), vec2(24.0));
    vec2 low = p - extent * 0.5;
    vec2 high = low + extent;
    ivec2 first = ivec2(floor(low));
    ivec2 last = ivec2(ceil(high)) - 1;
    for (int y = first.y; y <= last.y; y++) {
      float rowShare = min(high.y, float(y + 1)) - max(low.y, float(y));
      for (int x = first.x; x <= last.x; x++) {
        float share = rowShare * (min(high.x, float(x + 1)) - max(low.x, float(x)));
        sum += share * ${read}(ivec2(x, y));
      }
    }
    sum /= extent.x * extent.y;`

const greyBody = `
${common}
float stored(ivec2 wanted) { ivec2 at = held(wanted); return VALUE; }
float level(float modality) {
  if (lutRange.y > 0) {
    int index = clamp(int(floor(modality + 0.001)) - lutRange.x, 0, lutRange.y - 1);
    return float(texelFetch(lut, ivec2(index & 4095, index >> 12), 0).r) / 65535.0;
  }
  float offset = modality - window.x;
  if (windowFunction == 0) {
    offset += 0.5;
    if (window.y <= 1.0) return offset > 0.0 ? 1.0 : 0.0;
    return clamp(offset / (window.y - 1.0) + 0.5, 0.0, 1.0);
  }
  if (windowFunction == 1) return clamp(offset / window.y + 0.5, 0.0, 1.0);
  return 1.0 / (1.0 + exp(-4.0 * offset / window.y));
}
void main() {
  vec2 p = position();
  if (outside(p)) { colour = vec4(0.0, 0.0, 0.0, 1.0); return; }
  if (hasPadding && stored(ivec2(floor(p))) == padding) { colour = withOverlay(vec4(0.0, 0.0, 0.0, 1.0), p); return; }
  float sum = 0.0;
  if (footprint.x > 1.0 || footprint.y > 1.0) {
    ${boxFilter('stored')}
  } else {
    vec2 q = p - 0.5;
    ivec2 base = ivec2(floor(q));
    vec2 part = q - vec2(base);
    float top = mix(stored(base), stored(base + ivec2(1, 0)), part.x);
    float bottom = mix(stored(base + ivec2(0, 1)), stored(base + ivec2(1, 1)), part.x);
    sum = mix(top, bottom, part.y);
  }
  float grey = level(sum * rescale.x + rescale.y);
  colour = withOverlay(vec4(vec3(inverse ? 1.0 - grey : grey), 1.0), p);
}`

const colourBody = `
${common}
vec3 texel(ivec2 at) { return texelFetch(picture, held(at), 0).rgb; }
void main() {
  vec2 p = position();
  if (outside(p)) { colour = vec4(0.0, 0.0, 0.0, 1.0); return; }
  vec3 sum = vec3(0.0);
  ${boxFilter('texel')}
  vec3 shown = sum;
  vec3 grey = clamp((shown * 255.0 - window.x) / max(window.y, 1.0) + 0.5, 0.0, 1.0);
  colour = withOverlay(vec4(inverse ? 1.0 - grey : grey, 1.0), p);
}`
