"""Do two names say the same service?"""

import pytest

from interfaces.likeness import alike, look_alikes
from interfaces.models import Interface


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Compta", "Comptabilité"),
        ("comptabilite", "Comptabilité"),
        ("Service comptable", "Comptabilité"),
        ("Les achats", "Service achat"),
        ("Logistque", "Logistique"),
        ("SAV", "Service après-vente"),
        ("ADV", "Administration des ventes"),
        ("RH", "Ressources humaines"),
        ("R&D", "Recherche et développement"),
        ("HR", "Human resources"),
        ("Sales team", "Sales"),
        ("Info", "Informatique"),
    ],
)
def test_names_of_one_service_are_alike(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ventes", "Achats"),
        ("Ventes", "Administration des ventes"),
        ("Ventes France", "Ventes export"),
        ("Direction générale", "Direction juridique"),
        ("Production", "Produits"),
        ("Maintenance", "Marketing"),
        ("R&D", "RH"),
        ("Atelier 1", "Atelier 2"),
        ("Service", "Ventes"),
        ("🙂", "Ventes"),
    ],
)
def test_names_of_two_services_are_not(one, other):
    assert not alike(one, other)
    assert not alike(other, one)


def test_look_alikes_come_in_pairs_of_rows():
    rows = [Interface(name=name) for name in ("Compta", "Ventes", "Comptabilité")]
    assert look_alikes(rows) == [(rows[0], rows[2])]
