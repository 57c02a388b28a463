// All that a board runs; collected into this one file (workshop/assets.py).
import "./screen.js"
import "./timer.js"
import "./chime.js"
import "./pages.js"
import "./turns.js"
