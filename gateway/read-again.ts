/*
 * SIGUSR2: what the gateway follows is read again. Until somebody listens, a signal's default is to end the process, and
 * to load a gateway takes a second: this is loaded before all else, and one that comes too early is not forgotten.
 */
let isMissed = false
let read = () => {
  isMissed = true
}
process.on('SIGUSR2', () => read())

export function onReadAgain(then: () => void): void {
  read = then
  if (isMissed) then()
}
