"""The reciprocal table, the simplified version of the method: mutual commitments between all services, twice a year.

`grid` is what there is, read once; `states` what that means; `voices` who may say it; `entries` and `replies` are the
rules; `opening` makes a round. Its four steps are in promises/steps, its documents beside it.
"""
