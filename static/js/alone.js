// One tab of this device sends at a time. Browsers lend locks over https only; on a room's plain http a lease in the
// storage does nearly as well, and the operation id covers the rest.
import { forget, keep, kept } from "./kept.js"
import { newId } from "./uid.js"

const TAB = newId()
const LEASE = 10000 // ms, longer than the patience for one answer

export async function alone(name, work) {
  if (navigator.locks) return navigator.locks.request(name, () => work(() => {}))
  const renew = () => keep(name, { tab: TAB, at: Date.now() })
  const holder = kept(name)
  if (holder && holder.tab !== TAB && Math.abs(Date.now() - holder.at) < LEASE) return false
  renew()
  try { return await work(renew) } finally { forget(name) }
}
