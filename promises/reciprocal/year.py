"""What makes the table a thing of twice a year, for step 4: what moved, which services are hot, the next round."""

from . import hot, movement, rounds, threads


def board(workshop):
    return {"movement": movement.movement(workshop)}


def console(workshop):
    return {
        "movement": movement.movement(workshop),
        "hot": hot.hot(workshop),
        "pairs_moved": movement.pairs_moved(workshop),
    }


urlpatterns = [*rounds.urlpatterns, *movement.urlpatterns, *threads.urlpatterns, *hot.urlpatterns]
