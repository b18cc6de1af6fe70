import { chooseFolder } from '#main/dialogs.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import { modelView } from '#main/images/model-view.ts'
import type { Shell } from '#main/shell.ts'

type Images = Pick<Handlers, 'image:frame' | 'image:preview' | 'image:heatmap' | 'image:network-view' | 'image:relink'>

/** Pixels, pictures, and what a model saw of them. */
export function imageHandlers(shell: Shell): Images {
  const { engine, frames, list } = shell
  const views = modelView(shell)
  return {
    'image:frame': (input) => frames.frame(input),
    'image:preview': (input) => frames.preview(input),
    'image:heatmap': views.heatmap,
    'image:network-view': views.networkView,
    'image:relink': async () => {
      const folder = await chooseFolder(shell, 'chooseOriginal')
      if (folder === undefined) return undefined
      const found = await engine.store.imageRelink({ folder })
      void list.look()
      return found
    },
  }
}
