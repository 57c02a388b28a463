"""Many processes, as deploy/ runs them: PostgreSQL, nginx, and what a phone notices of their comings and goings."""
