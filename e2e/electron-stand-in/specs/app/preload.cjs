const { contextBridge, ipcRenderer, webUtils } = require('electron')

contextBridge.exposeInMainWorld('spec', {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  tell: (value) => ipcRenderer.send('tell', value),
  onTold: (listener) => ipcRenderer.on('told', (_event, ...args) => listener(args)),
  paths: (files) =>
    ipcRenderer.invoke(
      'paths',
      files.map((file) => webUtils.getPathForFile(file)),
    ),
  nested: { list: [1, 2] },
})
