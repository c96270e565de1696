"""Where things are on a face: the 478 mesh points by name, as masks and as measures.

A mesh holds ``points`` (478, 3) in pixels (x right, y down, z away from the viewer, same scale); "right" and "left"
are the person's own. Masks are (height, width) float32, 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import LEFT_EYE, LIPS, OVAL, RGB, RIGHT_EYE, Points

Mask: TypeAlias = NDArray[np.float32]  # (height, width), 0..1
Plane: TypeAlias = NDArray[np.float32]  # (height, width), any range
Pixels: TypeAlias = NDArray[np.float32]  # (height, width, 3), RGB 0..255 unless it says Lab

RIGHT_BROW = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46)
LEFT_BROW = (300, 293, 334, 296, 336, 285, 295, 282, 283, 276)
INNER_LIPS = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)
WHOLE_LIPS = LIPS + INNER_LIPS
NOSTRILS = (98, 97, 2, 326, 327, 294, 278, 331, 279, 64, 48, 102, 49)
RIGHT_CHEEK, LEFT_CHEEK = (50, 205, 118), (280, 425, 347)
CHEEKS = (*RIGHT_CHEEK, *LEFT_CHEEK, 5, 195)
LOWER_FACE = (116, 345, 365, 377, 148, 136)
EYE_BAND = (127, 356, 70, 300, 105, 334, 117, 346, 101, 330, 6)  # what glasses cover
RIGHT_BAG = (111, 117, 118, 119, 120, 121, 47, 100, 101, 50, 123, 116)
LEFT_BAG = (340, 346, 347, 348, 349, 350, 277, 329, 330, 280, 352, 345)
BRIDGE = (168, 6, 197, 122, 351, 193, 417)
STABLE = (1, 4, 5, 6, 168, 197, 195, 33, 133, 362, 263, 127, 356, 234, 454, 10, 151, 9, 98, 327, 152, 172, 397, 58, 288)
BETWEEN_EYES = 168
COUNTS = (1.5, 1.0, 1.0)  # how much L, a, b count in the distance of a colour from skin
FINE = 3.0  # pixels of a blur's sigma from which on a coarser grid shows its steps no more
BY_RESIZING = 0.25  # variance, in pixels of the coarse grid, that going there and back blurs by

#: The point that each point becomes when the picture is mirrored.
_MIRROR = """
    0 1 2 248 4 5 6 249 8 9 10 11 12 13 14 15 16 17 18 19 250 251 252 253 254 255 256 257 258 259 260 261 262 263 264
    265 266 267 268 269 270 271 272 273 274 275 276 277 278 279 280 281 282 283 284 285 286 287 288 289 290 291 292
    293 294 295 296 297 298 299 300 301 302 303 304 305 306 307 308 309 310 311 312 313 314 315 316 317 318 319 320
    321 322 323 94 324 325 326 327 328 329 330 331 332 333 334 335 336 337 338 339 340 341 342 343 344 345 346 347
    348 349 350 351 352 353 354 355 356 357 358 359 360 361 362 363 364 365 366 367 368 369 370 371 372 373 374 375
    376 377 378 379 151 152 380 381 382 383 384 385 386 387 388 389 390 164 391 392 393 168 394 395 396 397 398 399
    175 400 401 402 403 404 405 406 407 408 409 410 411 412 413 414 415 416 417 418 195 419 197 420 199 200 421 422
    423 424 425 426 427 428 429 430 431 432 433 434 435 436 437 438 439 440 441 442 443 444 445 446 447 448 449 450
    451 452 453 454 455 456 457 458 459 460 461 462 463 464 465 466 467 3 7 20 21 22 23 24 25 26 27 28 29 30 31 32 33
    34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71
    72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 95 96 97 98 99 100 101 102 103 104 105 106 107
    108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127 128 129 130 131 132 133 134 135
    136 137 138 139 140 141 142 143 144 145 146 147 148 149 150 153 154 155 156 157 158 159 160 161 162 163 165 166
    167 169 170 171 172 173 174 176 177 178 179 180 181 182 183 184 185 186 187 188 189 190 191 192 193 194 196 198
    201 202 203 204 205 206 207 208 209 210 211 212 213 214 215 216 217 218 219 220 221 222 223 224 225 226 227 228
    229 230 231 232 233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 473 476 475 474 477 468 471 470 469
    472
"""
MIRROR = tuple(int(name) for name in _MIRROR.split())


def face_width(points: Points) -> float:
    """Return the width of the face oval in pixels."""
    return float(np.ptp(points[list(OVAL), 0]))


def hull(shape: Sequence[int], points: Points, grow: float = 1.0) -> Mask:
    """Return the filled convex hull of ``points`` (n, 2), grown about its centre, as a hard mask of ``shape``."""
    mask = np.zeros(tuple(shape[:2]), np.float32)
    cv2.fillConvexPoly(mask, _corners(points, grow), 1.0)
    return mask


def _corners(points: Points, grow: float) -> NDArray[np.int32]:
    """Return the convex hull of ``points`` (n, 2) grown about its centre, in whole pixels."""
    centre = points.mean(0)
    return cv2.convexHull(np.round((points - centre) * grow + centre).astype(np.int32))


def part(shape: Sequence[int], points: Points, names: Sequence[int], grow: float = 1.0) -> Mask:
    """Return the hull of the mesh points ``names`` as a hard mask."""
    return hull(shape, points[list(names), :2], grow)


def features(shape: Sequence[int], points: Points, grow: float = 1.4) -> Mask:
    """Return the hard mask of eyes, brows and lips, each grown."""
    mask = np.zeros(tuple(shape[:2]), np.float32)
    for names in (RIGHT_EYE, LEFT_EYE, RIGHT_BROW, LEFT_BROW, WHOLE_LIPS):
        cv2.fillConvexPoly(mask, _corners(points[list(names), :2], grow), 1.0)
    return mask


def soften(mask: Mask, sigma: float) -> Mask:
    """Blur a mask; ``sigma`` in pixels."""
    return cv2.GaussianBlur(mask, (0, 0), max(sigma, 0.3))


def soften_wide(planes: Plane, sigma: float) -> Plane:
    """Blur (height, width) or (height, width, n) by a ``sigma`` of many pixels, at a size that is fine enough for it.

    Nearly what `cv2.GaussianBlur` makes at full size, for a fraction of its work: within 0.01 of the range, at the
    edges within 0.03.
    """
    times = 2 ** int(np.log2(max(sigma / FINE, 1)))
    if times == 1:
        return cv2.GaussianBlur(planes, (0, 0), max(sigma, 0.3))
    height, width = planes.shape[:2]
    small = coarser((height, width), times).of(planes)
    narrower = float(np.sqrt((sigma / times) ** 2 - BY_RESIZING))
    # Pixels are areas: what lies beyond the edge mirrors there, not at the middle of the last, large one.
    soft = cv2.GaussianBlur(small, (0, 0), narrower, borderType=cv2.BORDER_REFLECT)
    return cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)


@dataclass(frozen=True)
class Grid:
    """A coarser grid over the same picture: ``width`` by ``height`` places, each ``1 / across`` pixels wide."""

    width: int
    height: int
    across: float
    down: float

    def of(self, planes: Plane) -> Plane:
        """Return planes (height, width) or (height, width, n) on it."""
        return cv2.resize(planes, (self.width, self.height), interpolation=cv2.INTER_AREA)

    def points(self, points: Points) -> Points:
        """Return points of the picture on it."""
        moved = points.copy()
        moved[:, :2] = (points[:, :2] + 0.5) * np.array([self.across, self.down], np.float32) - 0.5
        return moved


def coarser(size: Sequence[int], times: int) -> Grid:
    """Return the grid that is so many times coarser than a picture of ``size`` (height, width)."""
    height, width = -(-size[0] // times), -(-size[1] // times)
    return Grid(width, height, width / size[1], height / size[0])


def mixed(below: Pixels, above: Pixels, share: Mask) -> Pixels:
    """Return ``below`` with so much of ``above``, 0..1 at each pixel; float32, any range, in one pass."""
    return cv2.blendLinear(below, above, 1 - share, share)


def for_all(mask: Mask) -> Pixels:
    """Return (height, width, 3): the mask for each colour, of its type, to be multiplied with a picture.

    numpy takes three times as long to spread one by itself; the products are the same to the bit.
    """
    return np.asarray(cv2.merge((mask, mask, mask)), mask.dtype)


def lab(rgb: RGB | Pixels) -> Pixels:
    """Turn RGB (height, width, 3), 0..255 of any type, into CIE Lab float32 (L 0..100)."""
    return cv2.cvtColor(np.clip(rgb, 0, 255).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)


def from_lab(values: Pixels) -> Pixels:
    """Turn CIE Lab float32 into RGB float32, 0..255."""
    return np.clip(cv2.cvtColor(values.astype(np.float32), cv2.COLOR_LAB2RGB), 0, 1) * 255


def skin_distance(rgb: RGB | Pixels, points: Points) -> Plane:
    """Return how far each pixel is from the cheeks' median colour, in Lab units (lightness counts 1.5)."""
    return far_from_skin(lab(rgb), points)


def far_from_skin(values: Pixels, points: Points) -> Plane:
    """Return `skin_distance` of a picture that is in Lab already."""
    cheeks = part(values.shape, points, CHEEKS) > 0
    if not cheeks.any():
        return np.full(values.shape[:2], 1e3, np.float32)
    usual = [np.median(np.ascontiguousarray(channel)) for channel in values[cheeks].T]
    counts = np.diag(COUNTS)
    apart = cv2.transform(values, np.hstack([counts, -counts @ np.array(usual)[:, None]]))
    return cv2.sqrt(cv2.transform(cv2.multiply(apart, apart, dst=apart), np.ones((1, 3))))


def upright(points: Points) -> NDArray[np.float64]:
    """Return the (2, 3) map from pixels to face units.

    Origin between the eyes, x along them to the picture's right, y up the forehead, unit one face width.
    """
    right, left = points[[33, 133], :2].mean(0), points[[263, 362], :2].mean(0)
    across = (left - right) / max(float(np.linalg.norm(left - right)), 1e-6)
    axes = np.array([across, [across[1], -across[0]]]) / face_width(points)
    return np.hstack([axes, -(axes @ ((right + left) / 2))[:, None]])


def face_units(shape: Sequence[int], points: Points) -> tuple[Plane, Plane]:
    """Return x and y of every pixel in face units, see `upright`; each (height, width) float32."""
    y, x = np.arange(shape[0], dtype=np.float32)[:, None], np.arange(shape[1], dtype=np.float32)
    turn = upright(points).astype(np.float32)
    return turn[0, 0] * x + turn[0, 1] * y + turn[0, 2], turn[1, 0] * x + turn[1, 1] * y + turn[1, 2]
