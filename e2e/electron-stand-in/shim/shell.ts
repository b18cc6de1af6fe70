import { spawn } from 'node:child_process'

/** Opens a folder with the desktop's own program, where there is a desktop. */
export const shell = {
  openPath: async (path: string): Promise<string> => {
    if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'] && process.platform === 'linux') return 'no desktop'
    const [command, ...args] =
      process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['explorer'] : ['xdg-open']
    const child = spawn(command ?? 'xdg-open', [...args, path], { stdio: 'ignore', detached: true })
    return new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('spawn', () => resolve(''))
    })
  },
  openExternal: (): Promise<never> => Promise.reject(new Error('The stand-in opens nothing outside.')),
}
