import { useQuery } from '@tanstack/react-query'
import { loadFrame } from './load-frame.ts'

/** Full pixels are kept for a moment only: they are large, and the next study needs the room. */
const keptMs = 20_000

/** A frame at full resolution; the error says why it cannot be shown. */
export const useFrame = (imageId: number, frame: number) =>
  useQuery({
    queryKey: ['frame', imageId, frame],
    queryFn: ({ signal }) => loadFrame(imageId, frame, signal),
    gcTime: keptMs,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous) => (previous?.description.imageId === imageId ? previous : undefined),
  })
