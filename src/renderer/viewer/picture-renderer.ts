import type { Window } from '#shared/windowing.ts'
import type { Frame } from '#shared/study.ts'
import type { LoadedFrame } from './load-frame.ts'
import { fragmentShader, vertexShader } from './shader.ts'
import { type Affine, invert, type Size } from './view.ts'

/** How a frame is to be shown. */
export type Look = {
  /** From image to viewport, in device-independent pixels. */
  readonly map: Affine
  /** Absent: the file's VOI LUT. */
  readonly window: Window | undefined
  /** Turned round once more than the file asks for. */
  readonly inverted: boolean
  /** Whether the file's overlay planes lie on the picture. */
  readonly overlay: boolean
}

/** Draws frames. Another engine could stand behind this the day volumes are to be rendered. */
export type PictureRenderer = {
  /** Draws into a canvas of any size; `false` while the graphics context is lost. */
  draw(target: HTMLCanvasElement, frame: LoadedFrame, look: Look, size: Size): boolean
  /** Told when a lost context is back and everything must be drawn again. */
  onRestored(listener: () => void): () => void
}

type Program = { readonly program: WebGLProgram; readonly at: (name: string) => WebGLUniformLocation | null }

const texturesKept = 12
/** As the shader has it; 4096 rows of it, which every context can hold, are the bits of the largest image twice over. */
const tableRow = 4_096
const functions = { LINEAR: 0, LINEAR_EXACT: 1, SIGMOID: 2 } as const

/** One WebGL2 context for all viewports (browsers allow few), whose picture is copied into each viewport's own canvas. */
export function createPictureRenderer(): PictureRenderer {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true })
  if (!context) throw new Error('WebGL2 is not available')
  const gl = context
  const listeners = new Set<() => void>()
  let programs = new Map<Frame['pixelFormat'], Program>()
  let textures = new Map<string, WebGLTexture>()
  let tables = new WeakMap<Uint16Array | Uint8Array, WebGLTexture>()

  canvas.addEventListener('webglcontextlost', (event) => event.preventDefault())
  canvas.addEventListener('webglcontextrestored', () => {
    programs = new Map()
    textures = new Map()
    tables = new WeakMap()
    for (const listener of listeners) listener()
  })

  function programFor(format: Frame['pixelFormat']): Program {
    const known = programs.get(format)
    if (known) return known
    const program = gl.createProgram()
    for (const [kind, source] of [
      [gl.VERTEX_SHADER, vertexShader],
      [gl.FRAGMENT_SHADER, fragmentShader(format)],
    ] as const) {
      const shader = gl.createShader(kind)
      if (!shader) throw new Error('the graphics context is lost')
      gl.shaderSource(shader, source)
      gl.compileShader(shader)
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? 'shader')
      gl.attachShader(program, shader)
    }
    gl.linkProgram(program)
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? 'shader')
    const made = { program, at: (name: string) => gl.getUniformLocation(program, name) }
    programs.set(format, made)
    return made
  }

  function textureOf(frame: LoadedFrame): WebGLTexture {
    const known = textures.get(frame.key)
    if (known) {
      textures.delete(frame.key)
      textures.set(frame.key, known)
      return known
    }
    const texture = gl.createTexture()
    gl.bindTexture(gl.TEXTURE_2D, texture)
    upload(gl, frame)
    sharpEdges(gl)
    textures.set(frame.key, texture)
    for (const [key, oldest] of textures) {
      if (textures.size <= texturesKept) break
      textures.delete(key)
      gl.deleteTexture(oldest)
    }
    return texture
  }

  /** Numbers that are looked up by their place and not drawn: in rows of a fixed length, since a texture has no long ones. */
  function tableOf(numbers: Uint16Array | Uint8Array): WebGLTexture {
    const known = tables.get(numbers)
    if (known) return known
    const texture = gl.createTexture()
    gl.bindTexture(gl.TEXTURE_2D, texture)
    const rows = Math.ceil(numbers.length / tableRow)
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
    if (numbers instanceof Uint16Array) {
      const padded = new Uint16Array(rows * tableRow)
      padded.set(numbers)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R16UI, tableRow, rows, 0, gl.RED_INTEGER, gl.UNSIGNED_SHORT, padded)
    } else {
      const padded = new Uint8Array(rows * tableRow)
      padded.set(numbers)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, tableRow, rows, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, padded)
    }
    sharpEdges(gl)
    tables.set(numbers, texture)
    return texture
  }

  return {
    draw(target, frame, { map, window, inverted, overlay }, size) {
      if (gl.isContextLost()) return false
      const ratio = globalThis.devicePixelRatio
      const [width, height] = [
        Math.max(1, Math.round(size.width * ratio)),
        Math.max(1, Math.round(size.height * ratio)),
      ]
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height]
      if (target.width !== width || target.height !== height) [target.width, target.height] = [width, height]
      const { description } = frame
      const { program, at } = programFor(description.pixelFormat)
      gl.viewport(0, 0, width, height)
      gl.useProgram(program)
      gl.activeTexture(gl.TEXTURE0)
      gl.bindTexture(gl.TEXTURE_2D, textureOf(frame))
      gl.uniform1i(at('picture'), 0)
      const lut = window ? undefined : description.voiLut
      gl.activeTexture(gl.TEXTURE1)
      gl.bindTexture(gl.TEXTURE_2D, tableOf(lut?.entries ?? noLut))
      gl.uniform1i(at('lut'), 1)
      gl.uniform2i(at('lutRange'), lut?.firstMapped ?? 0, lut?.entries.length ?? 0)
      const planes = overlay ? description.overlay : undefined
      gl.activeTexture(gl.TEXTURE2)
      gl.bindTexture(gl.TEXTURE_2D, tableOf(planes ?? noOverlay))
      gl.uniform1i(at('overlay'), 2)
      gl.uniform1i(at('hasOverlay'), Number(planes !== undefined))
      const [a, b, c, d, e, f] = invert(map)
      // Canvas pixels are device pixels; the map counts device-independent ones.
      gl.uniformMatrix3fv(at('toImage'), false, [a / ratio, b / ratio, 0, c / ratio, d / ratio, 0, e, f, 1])
      gl.uniform1f(at('canvasHeight'), height)
      // Turned by quarters only: each side of a screen pixel lies along one side of the image.
      gl.uniform2f(at('footprint'), (Math.abs(a) + Math.abs(c)) / ratio, (Math.abs(b) + Math.abs(d)) / ratio)
      gl.uniform2i(at('size'), description.columns, description.rows)
      gl.uniform2f(at('rescale'), description.slope, description.intercept)
      const shown = window ?? fallback
      gl.uniform2f(at('window'), shown.center, shown.width)
      gl.uniform1i(at('windowFunction'), functions[shown.function])
      gl.uniform1i(at('inverse'), Number(description.inverse !== inverted))
      gl.uniform1i(at('hasPadding'), Number(description.paddingValue !== undefined))
      gl.uniform1f(at('padding'), description.paddingValue ?? 0)
      gl.drawArrays(gl.TRIANGLES, 0, 3)
      target.getContext('2d')?.drawImage(canvas, 0, 0)
      return true
    },
    onRestored(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const noLut = new Uint16Array(1)
const noOverlay = new Uint8Array(1)
const fallback: Window = { center: 128, width: 256, function: 'LINEAR_EXACT' }

function sharpEdges(gl: WebGL2RenderingContext): void {
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST)
  for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, wrap, gl.CLAMP_TO_EDGE)
}

function upload(gl: WebGL2RenderingContext, { description, samples }: LoadedFrame): void {
  const { columns, rows, pixelFormat } = description
  const formats = {
    r8: [gl.R8UI, gl.RED_INTEGER, gl.UNSIGNED_BYTE],
    r8i: [gl.R8I, gl.RED_INTEGER, gl.BYTE],
    r16: [gl.R16UI, gl.RED_INTEGER, gl.UNSIGNED_SHORT],
    r16i: [gl.R16I, gl.RED_INTEGER, gl.SHORT],
    f32: [gl.R32F, gl.RED, gl.FLOAT],
    rgb8: [gl.RGB8, gl.RGB, gl.UNSIGNED_BYTE],
  } as const
  const [inside, layout, type] = formats[pixelFormat]
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
  gl.texImage2D(gl.TEXTURE_2D, 0, inside, columns, rows, 0, layout, type, samples)
}
