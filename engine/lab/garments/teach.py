"""Where clothes are, as the cut-out's teachers say it: ``python -m engine.lab.garments.teach TEACHERS WEIGHTS OUT``.

The teachers (`engine.lab.cutout.teachers`) look at overlapping squares of a picture; what is a person and neither skin,
hair nor face is cloth. Masks and a picture of each to be looked at are written to OUT. `MENDS` are corrections by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from engine.faces.regions import hull
from engine.faces.types import OVAL, RGB
from engine.lab.cutout.teachers import Teachers
from engine.lab.garments.pictures import PHOTOS, Flags, photo

SQUARE = 0.42  # of the longer side: what is looked at at once, where a whole body is seen
#: name -> polygons in thousandths of width and height: what is cloth (True) or is not, in this order.
# fmt: off
MENDS: dict[str, list[tuple[bool, list[tuple[int, int]]]]] = {
    "jacket": [
        (False, [(380, 885), (440, 880), (500, 905), (700, 895), (800, 940), (800, 1000), (380, 1000)]),
        (True, [(535, 445), (608, 432), (614, 512), (540, 515)]),
        (True, [(605, 850), (648, 850), (648, 880), (605, 880)]),
        (False, [(420, 883), (500, 883), (500, 905), (420, 905)]),
        (False, [(688, 888), (730, 888), (730, 910), (688, 910)]),
    ],
    "phone": [
        (False, [(420, 900), (500, 905), (560, 898), (620, 890), (800, 900), (800, 1000), (400, 1000)]),
        (False, [(678, 887), (725, 887), (725, 902), (678, 902)]),
    ],
    "beard": [
        (True, [(375, 690), (465, 690), (465, 888), (390, 888)]),
        (True, [(572, 690), (645, 690), (640, 888), (582, 888)]),
        (False, [(360, 890), (440, 892), (520, 893), (610, 890), (720, 900), (720, 1000), (360, 1000)]),
        (False, [(655, 400), (720, 400), (720, 560), (655, 560)]),
        (False, [(390, 100), (540, 100), (535, 165), (505, 189), (420, 189), (392, 165)]),
        (True, [(415, 655), (468, 655), (468, 695), (415, 695)]),
        (False, [(340, 690), (500, 690), (500, 900), (340, 900)]),
        (True, [(364, 670), (462, 670), (462, 735), (468, 788), (476, 840), (476, 882), (404, 882), (391, 840), (372,
            788), (365, 735)]),
        (False, [(520, 690), (680, 690), (680, 900), (520, 900)]),
        (True, [(550, 670), (645, 670), (646, 735), (653, 788), (657, 840), (654, 893), (578, 893), (573, 840), (563,
            788), (556, 735)]),
    ],
    "long-hair": [
        (True, [(605, 690), (672, 690), (680, 885), (615, 885)]),
        (False, [(330, 893), (480, 897), (600, 897), (760, 890), (760, 1000), (330, 1000)]),
        (True, [(570, 690), (664, 690), (670, 735), (676, 788), (684, 840), (690, 905), (608, 905), (604, 840), (598,
            788), (592, 735)]),
        (True, [(407, 885), (482, 885), (482, 905), (407, 905)]),
    ],
    "shorts": [
        (False, [(330, 640), (800, 640), (800, 1000), (330, 1000)]),
        (False, [(290, 303), (322, 306), (322, 352), (290, 352)]),
        (False, [(668, 290), (690, 290), (690, 325), (668, 325)]),
        (True, [(462, 415), (500, 415), (500, 455), (462, 455)]),
    ],
    "white": [
        (False, [(300, 650), (700, 650), (700, 1000), (300, 1000)]),
    ],
    "shirt": [
        (False, [(368, 488), (388, 505), (440, 548), (450, 580), (405, 570), (378, 540)]),
        (False, [(563, 560), (590, 535), (628, 486), (660, 455), (648, 512), (628, 542), (600, 578), (560, 600)]),
        (True, [(625, 561), (597, 644), (559, 699), (551, 714), (517, 761), (560, 735), (585, 725), (615, 655), (630,
            600)]),
        (False, [(630, 541), (628, 563), (623, 587), (616, 606), (609, 626), (599, 649), (588, 652), (600, 600), (606,
            560), (618, 535)]),
    ],
    "denim": [
        (True, [(712, 685), (740, 690), (768, 760), (768, 880), (706, 880)]),
        (False, [(806, 918), (840, 918), (840, 1000), (812, 1000)]),
    ],
    "hood": [
        (False, [(660, 455), (705, 450), (705, 490), (690, 508), (668, 500)]),
        (True, [(675, 800), (760, 880), (860, 950), (940, 985), (905, 930), (880, 900), (870, 850), (760, 820)]),
    ],
}
# fmt: on


def main() -> None:
    """Ask, mend and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("teachers", "weights", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    teachers = Teachers(args.teachers, args.weights)
    args.out.mkdir(parents=True, exist_ok=True)
    for name in PHOTOS:
        rgb = photo(args.weights, name)
        found = mended(name, said(teachers, rgb))
        Image.fromarray((found * 255).astype(np.uint8)).convert("1").save(args.out / f"{name}.png", optimize=True)
        Image.fromarray(np.where(found[..., None], rgb, rgb // 4)).save(args.out / f"{name}-seen.jpg")


def said(teachers: Teachers, rgb: RGB) -> Flags:
    """Return where the teachers see clothes, (height, width)."""
    height, width = rgb.shape[:2]
    side = min(width, round(SQUARE * max(height, width))) if height > 1.2 * width else min(height, width)
    total, weight = np.zeros((3, height, width), np.float32), np.full((height, width), 1e-4, np.float32)
    ramp = np.minimum(np.arange(1, side + 1), np.arange(side, 0, -1)).astype(np.float32)
    for top in np.unique(np.linspace(0, height - side, 5).astype(int)):
        for left in np.unique(np.linspace(0, width - side, 3).astype(int)):
            part = np.s_[top : top + side, left : left + side]
            seen = np.ascontiguousarray(rgb[part])
            skin, _ = teachers.parts(seen)
            planes = np.stack([teachers.person(seen), teachers.hair(seen), skin])
            share = np.minimum.outer(ramp, ramp)
            total[:, part[0], part[1]] += planes * share
            weight[part] += share
    person, hair, skin = total / weight
    whole = teachers.person(rgb)
    person = np.maximum(whole, np.minimum(person, cv2.dilate(whole, np.ones((25, 25), np.uint8))))
    mesh = max(teachers.meshes.find(rgb), key=lambda one: float(np.ptp(one.points[:, 0])), default=None)
    face = hull(rgb.shape, mesh.points[list(OVAL), :2], 1.05) > 0 if mesh is not None else np.zeros(rgb.shape[:2], bool)
    above = np.arange(height)[:, None] < (mesh.points[152, 1] - 5 if mesh is not None else 0)
    cloth = (person > 0.5) & (hair < 0.5) & (skin < 0.5) & ~face & ~(above & (hair + skin > 0.2))
    even = cv2.ximgproc.guidedFilter(rgb, cloth.astype(np.float32), 6, 60.0) > 0.5
    count, names, sizes, _ = cv2.connectedComponentsWithStats(even.astype(np.uint8))
    return np.isin(names, [n for n in range(1, count) if sizes[n, cv2.CC_STAT_AREA] > 0.004 * even.size / 4])


def mended(name: str, found: Flags) -> Flags:
    """Return the mask with what was corrected by hand."""
    out = found.astype(np.uint8)
    for cloth, corners in MENDS.get(name, []):
        points = np.array(corners, np.float32) / 1000 * np.float32([found.shape[1], found.shape[0]])
        cv2.fillPoly(out, [np.round(points).astype(np.int32)], int(cloth))
    return out > 0


if __name__ == "__main__":
    main()
