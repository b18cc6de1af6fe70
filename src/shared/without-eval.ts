import { z } from 'zod'

// Zod tries once whether it may compile code from strings; the window's policy refuses that and would report the attempt.
z.config({ jitless: true })
