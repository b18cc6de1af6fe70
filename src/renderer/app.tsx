import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { LanguageContext } from './messages/use-words.ts'
import { useSettings } from './shell/app-state.ts'
import { tell } from './shell/notices.ts'
import { Shell } from './shell/shell.tsx'
import { styleNonce, theme } from './theme.ts'
import { type ReactNode, useEffect } from 'react'

const client = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 5_000 } },
  // Nothing that a person asked for fails silently.
  mutationCache: new MutationCache({
    onError: (error, _input, _context, mutation) => {
      if (mutation.meta?.['ownTrouble'] !== true) tell({ tone: 'trouble', error })
    },
  }),
})

/** The window. */
export function App() {
  return (
    // Mantine's own variables and classes come as inline styles and markup, which the policy refuses: window.css has them.
    <MantineProvider
      theme={theme}
      forceColorScheme="dark"
      withCssVariables={false}
      withGlobalClasses={false}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={client}>
        <Spoken>
          <Shell />
        </Spoken>
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Spoken({ children }: { readonly children: ReactNode }) {
  const language = useSettings()?.language ?? 'en'
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return <LanguageContext value={language}>{children}</LanguageContext>
}
