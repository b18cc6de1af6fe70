// A utility process: says what it was given, echoes, and ends when told.
process.parentPort.on('message', ({ data }) => {
  if (data === 'end') process.exit(7)
  process.parentPort.postMessage(data)
})
process.parentPort.postMessage({ args: process.argv.slice(2), cwd: process.cwd(), secret: process.env.SPEC_SECRET })
