import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** A program or library of the system that tests use, its Debian package, and how to see that it is there. */
type SystemPackage = {
  readonly name: string
  readonly needed:
    | 'to open the window'
    | 'to run models on a graphics driver in software'
    | 'to compare with independent readers'
    | 'to try the training scripts'
  readonly present: () => boolean
}

const command = (name: string) => () =>
  ['/usr/bin', '/usr/local/bin', '/usr/sbin'].some((folder) => existsSync(`${folder}/${name}`))
const python = (module: string) => () =>
  spawnSync('/usr/bin/python3', ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0

const packages: readonly SystemPackage[] = [
  {
    name: 'chromium',
    needed: 'to open the window',
    present: () => command('chromium')() || command('google-chrome')(),
  },
  {
    name: 'chromium-common',
    needed: 'to run models on a graphics driver in software',
    present: () => existsSync('/usr/lib/chromium/vk_swiftshader_icd.json'),
  },
  { name: 'dcmtk', needed: 'to compare with independent readers', present: command('dcmdump') },
  { name: 'libgdcm-tools', needed: 'to compare with independent readers', present: command('gdcmconv') },
  { name: 'python3-pydicom', needed: 'to compare with independent readers', present: python('pydicom') },
  { name: 'python3-gdcm', needed: 'to compare with independent readers', present: python('gdcm') },
  { name: 'python3-numpy', needed: 'to compare with independent readers', present: python('numpy') },
  { name: 'python3-scipy', needed: 'to compare with independent readers', present: python('scipy') },
  { name: 'python3-pil', needed: 'to try the training scripts', present: python('PIL') },
  { name: 'python3-torch', needed: 'to try the training scripts', present: python('torch') },
  { name: 'python3-onnx', needed: 'to try the training scripts', present: python('onnx') },
  { name: 'poppler-utils', needed: 'to compare with independent readers', present: command('pdftotext') },
  { name: 'strace', needed: 'to compare with independent readers', present: command('strace') },
  { name: 'util-linux', needed: 'to compare with independent readers', present: command('prlimit') },
]

const isDebian = () =>
  existsSync('/etc/debian_version') && /debian|ubuntu/i.test(readFileSync('/etc/os-release', 'utf8'))

/** As root on Debian, installs what the tests need; elsewhere says what is missing: those tests then skip. */
export function installWhatIsMissing(): void {
  const missing = packages.filter(({ present }) => !present())
  if (missing.length === 0) return
  if (process.getuid?.() === 0 && isDebian()) {
    const names = missing.map(({ name }) => name)
    process.stdout.write(`Installing ${names.join(', ')}\n`)
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args: string[]) =>
      spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
    apt('update')
    apt('install', '-y', '--no-install-recommends', ...names)
  }
  for (const { name, needed, present } of missing) {
    if (!present())
      process.stdout.write(`Missing: ${name} (Debian package), ${needed}; the tests that need it are skipped.\n`)
  }
}
