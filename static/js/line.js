// The socket of a live screen. It only listens; closed or fallen silent, it is opened again, each screen in its own time.
// Spans are measured on the monotonic clock: a phone whose own clock is wrong, or set right meanwhile, is no matter.

const QUIET = 7000 + Math.random() * 1000 // ms without a heartbeat (one every 5 s): no longer to be counted on
const DEAD = 12000 // ms without a word: replaced, since a network may swallow a socket without closing it
const REFUSED = 60000 // ms before a socket that was one too many is tried again
const now = () => performance.now()
let address, hear, closed, socket, reopening, tries = 0, born = 0, told = -Infinity

export const connected = () => socket.readyState === 1 && now() - told < QUIET

export function listen(where, on) {
  address = new URL(where, location.origin.replace("http", "ws"))
  ;({ hear, closed } = on)
  open()
}

function open() {
  clearTimeout(reopening)
  if (socket) { socket.onmessage = socket.onclose = null; socket.close() } // its own goodbye may take a minute
  born = now()
  socket = new WebSocket(address)
  socket.onmessage = ({ data }) => { tries = 0; told = now(); hear(data) }
  socket.onclose = ({ code }) => {
    const pause = code === 4429 ? REFUSED : Math.min(8000, 500 * 2 ** ++tries)
    reopening = setTimeout(open, 200 + (code === 4429 ? pause : Math.random() * pause))
    closed(code)
  }
}

export function reopen() {
  if (socket.readyState === 3 && tries) open()
}

export function revive() {
  if (socket.readyState < 2 && now() - Math.max(told, born) > DEAD) open()
}
