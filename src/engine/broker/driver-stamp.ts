import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { release } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const vulkanFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']
const windowsDrivers = 'C:\\Windows\\System32\\DriverStore\\FileRepository'

/**
 * A stamp of what runs models here: the runtime's version, the usable providers, and the graphics drivers as far as files tell
 * (Vulkan's manifests and the libraries they name, NVIDIA's own version, Windows' driver store, else the system's release).
 */
export async function driverStamp(
  runtimeVersion: string,
  providers: readonly { readonly name: string; readonly usable: boolean }[],
): Promise<string> {
  const usable = providers.filter((provider) => provider.usable).map(({ name }) => name)
  const parts = [runtimeVersion, usable.join(' '), release(), ...(await driverFacts())]
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

async function driverFacts(): Promise<string[]> {
  if (process.platform === 'win32') return [await age(windowsDrivers)]
  if (process.platform !== 'linux') return []
  const named = (process.env['VK_DRIVER_FILES'] ?? process.env['VK_ICD_FILENAMES'] ?? '').split(':')
  const found = await Promise.all(
    vulkanFolders.map(async (folder) => (await readdir(folder).catch(() => [])).map((name) => join(folder, name))),
  )
  const manifests = [...named, ...found.flat()].filter((path) => path.endsWith('.json')).sort()
  const nvidia = await readFile('/proc/driver/nvidia/version', 'utf8').catch(() => '')
  return [nvidia, ...(await Promise.all(manifests.map(driverOf)))]
}

/** A Vulkan manifest with the age of the library that it names. */
async function driverOf(manifest: string): Promise<string> {
  const text = await readFile(manifest, 'utf8').catch(() => '')
  const [, library = ''] = /"library_path"\s*:\s*"([^"]+)"/.exec(text) ?? []
  return `${manifest} ${text} ${await age(library.startsWith('.') ? resolve(dirname(manifest), library) : library)}`
}

async function age(path: string): Promise<string> {
  const info = await stat(path).catch(() => undefined)
  return info === undefined ? '' : `${info.mtimeMs} ${info.size}`
}
