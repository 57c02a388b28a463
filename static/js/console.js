// All that a console runs; collected into this one file (workshop/assets.py).
import "./screen.js"
import "./acts.js"
import "./sheets.js"
import "./timer.js"
import "./sorting.js"
import "./suggestions.js"
