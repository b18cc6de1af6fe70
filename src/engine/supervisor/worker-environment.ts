/** What a worker may know of the caller's environment: where libraries and the temporary folder are, and the graphics driver. */
const passed = [
  'PATH',
  'LD_LIBRARY_PATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'TZ',
  'LANG',
  'XDG_RUNTIME_DIR',
  'VK_DRIVER_FILES',
  'VK_ICD_FILENAMES',
  'CUDA_VISIBLE_DEVICES',
  'NODE_COMPILE_CACHE',
  'FIRSTLOOK_DEBUG',
] as const

/**
 * ONNX Runtime's builds carry their maker's telemetry: unless it is told off, it leaves an identifier of the machine and an
 * empty log in the temporary folder.
 */
const set = { UV_THREADPOOL_SIZE: '4', ORT_DISABLE_TELEMETRY: '1' } as const

/** A worker's environment, stripped to what it needs. */
export function workerEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = { ...set }
  for (const name of passed) {
    const value = environment[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}
