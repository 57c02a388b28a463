// All that a service's page at its desk runs; collected into this one file (workshop/assets.py).
import "./acts.js"
import "./sheets.js"
import "./drafts.js"
import "./following.js"
import "./unsent.js"
