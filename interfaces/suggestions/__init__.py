"""What the computer proposes in step 5: which post-its say the same, which belong together, which belong to a category.

Pure functions of text, French and English, computed here: a lexicon written for this purpose (lexicon/*.toml), stems
and spelling; no model, no other machine. Nothing is moved: a proposal is accepted or refused, one by one, by a person.
"""
