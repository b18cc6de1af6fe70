import { Command } from 'commander'
import { auditCommand } from './commands/audit.ts'
import { crosswalkCommand } from './commands/crosswalk.ts'
import { doctorCommand } from './commands/doctor.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { inspectCommand } from './commands/inspect.ts'
import { modelsCommand } from './commands/models.ts'
import { predictCommand } from './commands/predict.ts'
import { storeCommand } from './commands/store.ts'
import { studyCommand } from './commands/study.ts'
import { thresholdCommand } from './commands/threshold.ts'
import { worklistCommand } from './commands/worklist.ts'
import { failWith } from './report.ts'
import { appVersion } from './version.ts'

process.umask(0o077)
// The process that started this one was killed, perhaps before this line: nobody waits for an answer.
process.on('disconnect', () => process.exit(1))
if (process.connected === false) process.exit(1)
process.channel?.unref()

const program = new Command('firstlook')
  .description(
    'Medical imaging triage on the desktop.\nFor research use only. Not a medical device. Not for diagnostic use.',
  )
  .version(appVersion)

for (const command of [
  importCommand(),
  worklistCommand(),
  predictCommand(),
  inspectCommand(),
  exportCommand(),
  crosswalkCommand(),
  evaluateCommand(),
  modelsCommand(),
  thresholdCommand(),
  studyCommand(),
  storeCommand(),
  auditCommand(),
  doctorCommand(),
]) {
  program.addCommand(command)
}

try {
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride()
  }
  await program.parseAsync()
} catch (error) {
  failWith(error)
}
