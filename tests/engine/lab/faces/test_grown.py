"""How the age gate is fitted and measured, on numbers that mean nobody."""

from __future__ import annotations

import dataclasses

import numpy as np

from engine.faces.grown import joined
from engine.lab.faces import grown


def made(n: int = 600) -> grown.Table:
    """Groups whose first measure grows with their age; the rest is noise."""
    random = np.random.default_rng(3)
    groups = np.array(grown.GROUPS)[np.arange(n) % len(grown.GROUPS)]
    values = random.normal(size=(n, 156)).astype(np.float32)
    years = {grown.CHILD: -6, grown.YOUTH: -4, grown.YOUNG: 3}
    values[:, :6] += np.array([years.get(group, 4) for group in groups], np.float32)[:, None]
    fitting = np.arange(n) // len(grown.GROUPS) % 2 == 0
    return grown.Table(values=values, groups=groups, fitting=fitting, names=np.array([f"utk/{i}" for i in range(n)]))


def test_the_fit_tells_children_from_adults_it_never_saw():
    """The rates are those of the other half, and the border lies at zero."""
    data = made()
    said = grown.rates(data, grown.fit(data))
    assert said[grown.CHILD][0] <= 0.1
    assert said[grown.ADULT][0] >= 0.8
    shuffled = dataclasses.replace(data, groups=np.roll(data.groups, 3))
    assert grown.rates(shuffled, grown.fit(data))[grown.CHILD][0] > 0.5  # control: children are called adults


def test_the_mean_of_networks_is_one_network():
    """What is shipped says exactly what its parts say on the mean."""
    import torch

    data = made(60)
    nets = [grown._trained(data, data.fitting, seed) for seed in range(2)]
    whole = grown._joined_network(data, nets, data.fitting)
    scaled = torch.from_numpy((data.values[:1] - whole["mean"]) / whole["spread"])
    apart = [float(net(scaled).detach()) for net in nets]
    assert abs(joined(whole, data.values[0]) - np.mean(apart)) < 1e-4


def test_the_mean_of_two_fits_is_one_network_and_its_border_is_chosen_on_other_photos():
    """What each was scaled by is taken along; photos the border was chosen by are not measured by."""
    data = made()
    nets = [grown._joined_network(data, [grown._trained(data, data.fitting, seed)], data.fitting) for seed in (1, 2)]
    nets[1] = {**nets[1], "mean": nets[1]["mean"] + 1, "spread": nets[1]["spread"] * 2}
    apart = np.mean([joined(net, data.values[3]) for net in nets])
    assert abs(joined(grown.both(*nets), data.values[3]) - apart) < 1e-4
    left, network = grown.settled(data, grown.both(*nets))
    assert 0 < len(left.names) < len(data.names)
    assert not any(grown.in_choosing_quarter(name) for name in left.names)
    assert not any(grown.in_choosing_quarter(name) and grown.in_fitting_half(name) for name in data.names)
    assert set(network) == set(nets[0])


def test_names_tell_the_group():
    """UTKFace begins with years, FairFace with a band; what is in between counts nowhere."""
    assert grown.group_of("utk", "12_0_1_x.jpg") == grown.CHILD
    assert grown.group_of("utk", "13_0_1_x.jpg") == grown.YOUTH
    assert grown.group_of("utk", "26_0_1_x.jpg") == grown.ADULT
    assert grown.group_of("fairface", "30-39_0_x.jpg") == grown.FAIR
    assert grown.group_of("fairface", "20-29_0_x.jpg") == ""
    assert grown.group_of("lfw", "A_B/A_B_0001.jpg") == grown.LFW


def test_all_photos_of_a_person_are_in_one_half():
    """Or the half that measures would be fitted on in part."""
    halves = {grown.in_fitting_half(f"lfw/A_B/A_B_{number:04d}.jpg") for number in range(40)}
    assert len(halves) == 1
    assert len({grown.in_fitting_half(f"utk/{number}_0_0_x.jpg") for number in range(40)}) == 2


def test_names_tell_sex_and_skin():
    """UTKFace by numbers, FairFace by words; LFW says nothing of it."""
    assert grown.kinds_of("utk/12_1_1_2017.jpg.chip.jpg") == {"women", "dark skin"}
    assert grown.kinds_of("utk/12_0_4_2017.jpg") == {"men"}
    assert grown.kinds_of("fairface/30-39_0_east-asian_00001.jpg") == {"men", "light skin"}
    assert grown.kinds_of("lfw/A_B/A_B_0001.jpg") == set()


def test_who_is_refused_once_is_heard_with_the_next_photo():
    """By the same rule as the gate's: this photo, and all of them together."""
    assert grown.refused_after([1.0, -3.0]) == [False, False]
    assert grown.refused_after([-0.5, 1.0]) == [True, False]
    assert grown.refused_after([-2.0, 1.0, 2.0]) == [True, True, False]
    assert grown.refused_after([-3.0, -3.0, 1.0]) == [True, True, True]
