"""Draws godwit.png: a bar-tailed godwit (Limosa lapponica) on a tidal flat in evening light.

    python draw_godwit.py [OUTPUT]

Needs numpy and Pillow only. Everything is drawn at four times the size and averaged down. The
noise is a hash of the position and the feathers use one seeded generator, so that every run gives
the same picture. All positions below are in pixels of the finished 640 x 480 image, y down.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 640, 480
SCALE = 4
SEED = 1758
HORIZON = 176.0
SUN = np.array([52.0, 168.0])
PLACE = (26.0, -12.0)  # moves the whole bird

# ---------------------------------------------------------------------------------------------
# Noise, curves and masks


def lattice(h, seed):
    """Scrambles whole numbers to [0, 1), so that noise needs no table."""
    h = h + np.uint32(seed * 974711 + 12345)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(1274126177)
    h ^= h >> np.uint32(16)
    return (h & np.uint32(0xFFFFFF)).astype(np.float32) / np.float32(1 << 24)


def noise(x, y, seed):
    """Value noise in [-1, 1] with a feature size of one unit."""
    fx, fy = np.floor(x), np.floor(y)
    i, j = fx.astype(np.int32).view(np.uint32), fy.astype(np.int32).view(np.uint32)
    a, b = ease(x - fx), ease(y - fy)
    left, right = i * np.uint32(374761393), (i + np.uint32(1)) * np.uint32(374761393)
    top, low = j * np.uint32(668265263), (j + np.uint32(1)) * np.uint32(668265263)
    upper = lattice(left + top, seed) * (1 - a) + lattice(right + top, seed) * a
    lower = lattice(left + low, seed) * (1 - a) + lattice(right + low, seed) * a
    return 2 * (upper * (1 - b) + lower * b) - 1


def clouds(x, y, seed, octaves=3):
    """Noise added up over octaves, still within [-1, 1]."""
    total, size, sum_of_sizes = 0.0, 1.0, 0.0
    for octave in range(octaves):
        # The odd factor and the shift keep the lattices of the octaves from lining up.
        total = total + size * noise(
            x * 2.03**octave + 7.3 * octave, y * 2.03**octave, seed + octave
        )
        sum_of_sizes += size
        size *= 0.5
    return total / sum_of_sizes


def ease(t):
    """The smooth step from 0 to 1 for t in [0, 1]."""
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def step(low, high, value):
    return ease((value - low) / (high - low))


def mix(a, b, t):
    """Blends colours a and b; t may be a plane of weights."""
    t = np.asarray(t, np.float32)
    if t.ndim == 2:
        t = t[..., None]
    return a * (1 - t) + b * t


def rgb(*values):
    return np.array(values, np.float32) / 255


def smooth(points, closed=True, steps=14):
    """A Catmull-Rom curve through the points, as a fine polygon."""
    p = np.asarray(points, np.float64)
    p = np.vstack([p[-1:], p, p[:2]]) if closed else np.vstack([p[:1], p, p[-1:]])
    a, b, c, d = (p[k : len(p) - 3 + k, None, :] for k in range(4))
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    cubic = (
        (3 * b - a - 3 * c + d) * t**3 + (2 * a - 5 * b + 4 * c - d) * t**2 + (c - a) * t + 2 * b
    )
    curve = (cubic / 2).reshape(-1, 2)
    return curve if closed else np.vstack([curve, p[-1:]])


def ribbon(points, widths):
    """The outline of a stroke along a smooth curve whose width changes on the way."""
    line = smooth(points, closed=False)
    along = np.linspace(0, len(points) - 1, len(line))
    half = smooth([(k, w) for k, w in enumerate(widths)], closed=False)
    half = np.interp(along, half[:, 0], half[:, 1])[:, None] / 2
    run = np.gradient(line, axis=0)
    side = np.stack([-run[:, 1], run[:, 0]], 1) / np.linalg.norm(run, axis=1, keepdims=True)
    return np.vstack([line + side * half, (line - side * half)[::-1]])


def scaled(points):
    return [tuple(p) for p in (np.asarray(points) + PLACE) * SCALE]


def blank(mode="L"):
    return Image.new(mode, (WIDTH * SCALE, HEIGHT * SCALE))


def plane(image):
    return np.asarray(image, np.float32) / 255


def blurred(image, radius):
    return image.filter(ImageFilter.GaussianBlur(radius * SCALE)) if radius else image


def area(points, blur=0.0):
    """The inside of an outline of the bird as a mask, softened at the edge."""
    image = blank()
    ImageDraw.Draw(image).polygon(scaled(points), fill=255)
    return blurred(image, blur)


# ---------------------------------------------------------------------------------------------
# Sky, water and sand


def grid():
    """The position of every subpixel, x and y."""
    x = (np.arange(WIDTH * SCALE, dtype=np.float32) + 0.5) / SCALE
    y = (np.arange(HEIGHT * SCALE, dtype=np.float32) + 0.5) / SCALE
    return np.meshgrid(x, y)


def sky(x, y):
    """The sky without its clouds, defined above the picture too, as the water mirrors that part."""
    height = np.clip((HORIZON - y) / HORIZON, -0.1, 2.0)
    colour = mix(rgb(255, 216, 160), rgb(247, 214, 186), step(0.0, 0.30, height))
    colour = mix(colour, rgb(196, 205, 214), step(0.22, 0.75, height))
    colour = mix(colour, rgb(134, 166, 200), step(0.6, 1.35, height))
    distance = np.hypot((x - SUN[0]) / 1.5, y - SUN[1])
    glow = np.exp(-distance / 62)
    return mix(colour, rgb(255, 233, 178), 0.85 * glow)


def draw_sky(x, y):
    colour = sky(x, y)
    bands = clouds(x / 150 + y / 90, y / 17, 11, 4)
    veil = step(0.0, 0.65, bands) * step(170, 90, y)
    lit = mix(rgb(255, 226, 190), rgb(236, 205, 200), step(120, 500, x))
    return mix(colour, lit, 0.55 * veil)


def draw_headland(colour, x, y):
    """A low dune coast far away, paler than it would be near by."""
    ridge = 3.0 + 7.5 * step(330, 560, x) + 2.2 * clouds(x / 46, x * 0, 21)
    ridge *= step(240, 380, x)
    cover = step(-0.5, 0.5, y - (HORIZON - ridge))
    return mix(colour, mix(rgb(201, 176, 172), rgb(158, 152, 168), step(300, 640, x)), cover)


def ground(x, y):
    """Positions on the flat: u to the right, v away from us; near is how close a point is."""
    near = np.clip((y - HORIZON) / (HEIGHT - HORIZON), 0.004, None)
    return (x - WIDTH / 2) / near, 1 / near, near


def water_slope(x, y):
    """How far ripples tilt the mirror: swell far out, hardly anything in the shallows."""
    u, v, near = ground(x, y)
    far = clouds(u / 160, v * 5.5, 31) * step(0.0, 0.05, near) * step(0.42, 0.16, near)
    close = clouds(u / 110, v * 13, 35, 2) * step(0.15, 0.4, near)
    return 62 * far + 15 * close


def draw_water(x, y, slope, relief_below):
    mirrored = HORIZON - 0.80 * (y - HORIZON) - slope - 6
    colour = sky(x + slope * 0.3, np.minimum(mirrored, HORIZON)) * rgb(240, 240, 242)
    deep = step(0.0, 0.06, (y - HORIZON) / HEIGHT) * step(300, 215, y)
    colour = mix(colour, rgb(112, 140, 160), 0.34 * deep * step(-10, 30, slope))
    # Towards us we look through the surface, at the ripples of the sand below.
    bottom = mix(rgb(132, 116, 108), rgb(196, 172, 146), step(-1.0, 1.0, relief_below))
    return mix(colour, bottom, 0.42 * step(285, 470, y))


def draw_glints(colour, x, y):
    """Sparks of the sun on the swell, dense under the sun and thinning out to the right."""
    u, v, near = ground(x, y)
    sparks = noise(u / 26, v * 13, 41) + 0.6 * noise(u / 9, v * 29, 42)
    reach = np.exp(-np.abs(x - SUN[0]) / (50 + 260 * near))
    inside = step(0.01, 0.04, near) * step(0.50, 0.22, near)
    light = step(1.15 - 0.75 * reach, 1.45 - 0.65 * reach, sparks) * inside
    return mix(colour, rgb(255, 246, 214), 0.9 * light * step(0.02, 0.5, reach))


def draw_surf(colour, x, y):
    """Two thin lines of foam where the swell runs out."""
    for base, height, seed in ((253, 3.4, 51), (283, 2.6, 55)):
        line = (
            base + 5 * clouds(x / 120, x * 0 + seed, seed) + 1.2 * clouds(x / 14, x * 0, seed + 3)
        )
        offset = y - line
        lace = 0.62 + 0.38 * noise(x / 5, y / 1.6, seed + 7)
        foam = step(-height, 0, offset) * step(height * 0.6, 0, offset) * lace
        shade = step(0, 2, offset) * step(9, 2, offset)
        colour = mix(colour, rgb(140, 132, 132), 0.28 * shade)
        colour = mix(colour, rgb(255, 243, 226), 0.85 * foam)
    return colour


def sand_relief(x, y):
    """The rippled flat: its height in [-1, 1], and how much of it stands out of the water."""
    u, v, _ = ground(x, y)
    warp = 0.75 * clouds(u / 120, v * 2.1, 61) + 0.13 * clouds(u / 36, v * 5, 64)
    wave = np.sin(2 * np.pi * (v * 14.5 + 1.35 * warp + u / 1500))
    height = wave * 0.75 + 0.40 * clouds(u / 80, v * 6, 67)
    # The bird's mirror image lies in a pool between two banks.
    bank = y - 30 + 0.00078 * (x - 335) ** 2 + 20 * clouds(u / 190, v * 1.3, 71)
    level = 1.55 - 2.15 * step(396, 506, bank)
    return height, step(level - 0.10, level + 0.14, height)


def draw_sand(x, y, height):
    """Wet sand: lit on the slopes that face the sun, dark and shining a little in between."""
    u, v, _ = ground(x, y)
    grain = noise(x / 1.1, y / 0.8, 81) + 0.8 * clouds(u / 22, v * 16, 83)
    tilt = np.gradient(height, 1 / SCALE, axis=0) - 0.35 * np.gradient(height, 1 / SCALE, axis=1)
    colour = mix(rgb(126, 100, 84), rgb(206, 168, 130), step(-0.25, 0.22, -tilt))
    colour = mix(colour, rgb(236, 198, 152), 0.35 * step(640, 60, x))
    colour = mix(colour, rgb(164, 160, 168), 0.45 * step(0.2, -0.7, height))
    return np.clip(colour + 0.030 * grain[..., None], 0, 1)


# ---------------------------------------------------------------------------------------------
# Pebbles


def pebble_places(rng):
    """Pebbles lie in the foreground, in loose groups; the larger ones are rarer."""
    groups = [(86, 450, 62), (566, 452, 60), (150, 470, 90), (606, 424, 26), (34, 428, 26)]
    for x, y, spread in groups:
        for _ in range(10):
            place = x + rng.normal() * spread * 0.6, y + rng.normal() * 9
            yield *place, 1.6 + 4.6 * rng.random() ** 2.5


def draw_pebbles(colour, x, y, rng):
    tones = [rgb(108, 98, 98), rgb(150, 128, 112), rgb(84, 78, 84), rgb(186, 166, 146)]
    for px, py, size in sorted(pebble_places(rng), key=lambda pebble: pebble[1]):
        tone = tones[rng.integers(len(tones))] * (0.9 + 0.2 * rng.random())
        window = pebble_window(px, py, size)
        colour[window] = one_pebble(colour[window], x[window] - px, y[window] - py, size, tone)
    return colour


def pebble_window(px, py, size):
    """The part of the picture that a pebble and its shadow can touch."""
    left, right = (
        int(np.clip(v * SCALE, 0, WIDTH * SCALE)) for v in (px - 2 * size, px + 5 * size)
    )
    top, low = (int(np.clip(v * SCALE, 0, HEIGHT * SCALE)) for v in (py - 2 * size, py + 2 * size))
    return slice(top, low), slice(left, right)


def one_pebble(colour, dx, dy, size, tone):
    """An ellipsoid lit from the left, with the long shadow of a low sun."""
    radius = np.hypot(dx / (1.35 * size), dy / (0.8 * size))
    shadow = np.hypot((dx - 1.5 * size) / (2.4 * size), (dy - 0.45 * size) / (0.5 * size))
    colour = mix(colour, rgb(92, 74, 72), 0.6 * step(1.05, 0.5, shadow))
    dome = np.sqrt(np.clip(1 - radius**2, 0, 1))
    light = np.clip(-0.6 * dx / size - 0.65 * dy / size + 0.45 * dome, 0, 1.4)
    lit = tone[None, None] * (0.62 + 0.55 * light[..., None] * rgb(255, 226, 186))
    return mix(colour, np.clip(lit, 0, 1), step(1.03, 0.97, radius))


# ---------------------------------------------------------------------------------------------
# The bird. It faces left.

BODY = [
    (218.5, 80), (224.5, 70.5), (237, 64), (250, 65.5), (259.5, 74.5), (263.5, 88), (266, 104),
    (274, 121), (294, 136), (328, 147), (370, 162), (408, 182), (440, 204), (448, 216), (432, 225),
    (404, 236), (374, 251), (338, 260), (300, 257), (265, 243), (241, 220), (228, 192), (225, 165),
    (229, 141), (233, 121), (231, 106), (220.5, 94),
]  # fmt: skip
UPPERPARTS = [
    (268, 92), (300, 120), (370, 150), (450, 190), (474, 214), (440, 219), (400, 219), (360, 217),
    (322, 211), (290, 199), (268, 180), (257, 158), (258, 130), (261, 108),
]  # fmt: skip
FLANK = [
    (262, 196),
    (290, 211),
    (330, 221),
    (380, 225),
    (418, 226),
    (380, 238),
    (330, 240),
    (282, 228),
]  # fmt: skip
TAIL = [(420, 196), (452, 208), (486, 223), (489, 229), (482, 233.5), (450, 227), (418, 219)]
BILL = [(224, 86.5), (205, 89), (180, 91.6), (152, 90.6), (118, 83)]
BILL_WIDTHS = [13.5, 9.6, 6.4, 4.6, 2.2]

# Each leg: hip, heel (the joint that bends backwards), foot.
NEAR_LEG = [(340, 246), (350, 302), (340, 352)]
FAR_LEG = [(308, 246), (314, 299), (296, 346)]


class Plumage:
    """The bird's own colours and, beside them, the mask of where there is a bird."""

    def __init__(self):
        self.colour = blank("RGB")
        self.alpha = blank()

    def fill(self, points, colour, blur=0.0):
        """Adds a part to the bird."""
        mask = area(points, blur)
        self.tint(mask, colour)
        self.alpha.paste(255, (0, 0), mask)

    def tint(self, mask, colour):
        """Colours what is there; nothing outside the mask becomes visible."""
        self.colour.paste(tuple(int(v) for v in colour), (0, 0), mask)

    def draw(self):
        """Draws on the colours; it cannot add to the outline."""
        return ImageDraw.Draw(self.colour)

    def wash(self, points, colour, blur, strength=1.0):
        self.tint(area(points, blur).point(lambda v: int(v * strength)), colour)


def oval(x, y, rx, ry, angle=0.0):
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    px, py = rx * np.cos(t), ry * np.sin(t)
    return np.stack([x + c * px - s * py, y + s * px + c * py], 1)


def feather_shape(x, y, angle, length, width):
    """A feather from its root at (x, y): widest past the middle, with a rounded tip."""
    t = np.linspace(0, 1, 16)
    half = width / 2 * np.sin(np.pi * t**1.35) ** 0.72
    px = np.concatenate([t, t[::-1]]) * length
    py = np.concatenate([half, -half[::-1]])
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.stack([x + c * px - s * py, y + s * px + c * py], 1)


def vary(colour, rng, amount=0.10):
    return tuple(int(v) for v in np.clip(np.array(colour) * (1 + amount * rng.normal()), 0, 255))


def draw_feather(draw, place, size, colours, rng):
    """A pale fringe, a dark centre and a shaft: what makes a wader's back look mottled."""
    (x, y, angle), (length, width) = place, size
    fringe, centre, shaft = colours
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    draw.polygon(scaled(feather_shape(x, y, angle, length, width)), fill=vary(fringe, rng))
    inner = feather_shape(
        x, y, angle + 2 * rng.normal(), length * 0.90, width * (0.70 + 0.06 * rng.normal())
    )
    draw.polygon(scaled(inner), fill=vary(centre, rng, 0.16))
    tip = (x + c * length * 0.85, y + s * length * 0.85)
    draw.line(scaled([(x, y), tip]), fill=shaft, width=3)


def flow(x):
    """The direction in which feathers lie, in degrees: down the neck, then along the back."""
    return np.interp(x, [255, 275, 300, 340, 400, 470], [78, 58, 38, 28, 26, 25])


def scatter(mask, spacing, rng):
    """Places in staggered rows within a mask, those nearest the tail first, as feathers overlap."""
    inside = np.asarray(mask)
    places = []
    for row, y in enumerate(np.arange(60, 275, spacing * 0.62)):
        for x in np.arange(225 + (row % 2) * spacing / 2, 480, spacing):
            px, py = np.array([x, y]) + rng.normal(size=2) * spacing * 0.10
            column, line = ((np.array([px, py]) + PLACE) * SCALE).astype(int)
            if inside[line, column] > 127:
                places.append((px, py))
    return sorted(places, key=lambda p: -(p[0] + 0.6 * p[1]))


def paint_underparts(bird):
    bird.fill(smooth(BODY), (204, 140, 98))
    bird.wash(oval(244, 196, 30, 66, -8), (200, 126, 84), 14)
    bird.wash(oval(345, 262, 100, 34, -12), (240, 208, 172), 14)
    bird.wash(oval(425, 234, 54, 20, -22), (250, 232, 206), 9)
    bird.wash(oval(246, 130, 20, 40, -4), (208, 150, 106), 9)


def paint_tail(bird):
    """Pale with dark bars across, which gave the bird its name."""
    bird.fill(smooth(TAIL), (240, 222, 198))
    bars = blank()
    draw = ImageDraw.Draw(bars)
    for k, x in enumerate(np.arange(424, 490, 7.2)):
        bow = 1.5 * (k % 2)
        line = smooth([(x + 9, 190), (x + 1 + bow, 216), (x - 4, 240)], closed=False)
        draw.line(scaled(line), fill=235, width=int(3.2 * SCALE), joint="curve")
    outline = area(smooth(TAIL))
    bird.tint(Image.fromarray(np.minimum(np.asarray(bars), np.asarray(outline))), (92, 68, 56))


def paint_wing_tip(bird, rng):
    """Primaries, dark and long, and over them the notched tertials."""
    for k in range(4):
        shape = feather_shape(388 + 5 * k, 209 - 1.2 * k, 9 + 3 * k, 74 - 4 * k, 10)
        bird.fill(shape, vary((66, 52, 48), rng, 0.06))
        bird.draw().line(scaled([shape[1], shape[13]]), fill=(150, 118, 94), width=2)
    for k in range(6):
        place = (350 + 9 * k, 206 - 4.6 * k, 5 + 4.2 * k)
        length = 78 - 2.5 * k
        bird.alpha.paste(255, (0, 0), area(feather_shape(*place, length, 14)))
        draw_feather(
            bird.draw(), place, (length, 14), ((214, 170, 126), (88, 68, 58), (52, 40, 36)), rng
        )
        notch_edges(bird.draw(), place, length, 14)


def notch_edges(draw, place, length, width, count=7):
    """Pale bars that reach in from the edges of a tertial."""
    x, y, angle = place
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    for t in np.linspace(0.45, 0.88, count):
        half = width / 2 * np.sin(np.pi * t**1.35) ** 0.72 * 0.92
        for side in (-1, 1):
            ends = [(length * t, side * half), (length * (t - 0.035), side * half * 0.42)]
            line = [(x + c * px - s * py, y + s * px + c * py) for px, py in ends]
            draw.line(scaled(line), fill=(216, 174, 128), width=5)


def paint_back(bird, rng):
    """Rows of fringed feathers, small on the neck, large on the shoulder."""
    layer = bird.colour.copy()
    draw = ImageDraw.Draw(layer)
    draw.polygon(scaled(smooth(UPPERPARTS)), fill=(92, 70, 56))
    for x, y in scatter(area(smooth(UPPERPARTS)), 11.0, rng):
        grow = float(np.interp(x, [255, 300, 345, 400], [0.50, 0.85, 1.2, 1.2])) * (
            1 + 0.12 * rng.normal()
        )
        low = step(
            -9, 9, y - 152 - 0.40 * (x - 262) + 5 * rng.normal()
        )  # coverts, below the shoulder
        colours = back_colours(float(low), rng)
        place = (x - 9, y - 5, flow(x) + 7 * rng.normal())
        draw_feather(draw, place, (23 * grow, 11.5 * grow), colours, rng)
        if low < 0.5 and x > 300:
            notch_edges(draw, place, 23 * grow, 11.5 * grow, 3)
    bird.colour.paste(layer, (0, 0), area(smooth(UPPERPARTS), 1.2))


def back_colours(low, rng):
    """Fringe, centre and shaft: rusty and nearly black on the shoulder, greyer on the wing."""
    rusty = mix(np.array([198, 132, 82]), np.array([226, 186, 140]), rng.random())
    fringe = mix(rusty, np.array([222, 192, 154]), low)
    centre = mix(np.array([66, 48, 42]), np.array([124, 100, 84]), low)
    return fringe, centre, (46, 34, 30)


def paint_streaks(bird, rng):
    """Thin dark streaks down the neck and breast, and crescents along the flank."""
    layer = bird.colour.copy()
    draw = ImageDraw.Draw(layer)
    for _ in range(210):
        x, y = 226 + 42 * rng.random(), 102 + 92 * rng.random() ** 1.2
        lean = 86 - 0.10 * (y - 100) + 5 * rng.normal()
        draw.polygon(
            scaled(feather_shape(x, y, lean, 4.5 + 3 * rng.random(), 1.1)), fill=(126, 78, 54)
        )
    for x, y in scatter(area(FLANK), 8.0, rng):
        draw.polygon(
            scaled(flank_bar(x + rng.normal(), y, 2.4 + 1.6 * rng.random())), fill=(136, 90, 64)
        )
    bird.colour = Image.blend(bird.colour, blurred(layer, 0.25), 0.45)


def flank_bar(x, y, half):
    """A crescent, open towards the head, as at the tip of a feather."""
    line = [
        (x - 1.6, y - half),
        (x + 0.5, y - half / 2),
        (x + 1.1, y),
        (x + 0.3, y + half / 2),
        (x - 1.8, y + half),
    ]
    return ribbon(line, [0.3, 1.0, 1.5, 1.0, 0.3])


def paint_head(bird, rng):
    bird.wash(oval(229, 96, 11, 9), (232, 196, 156), 4)
    cap = [
        (219, 79),
        (226, 69),
        (238, 62),
        (252, 64),
        (262, 76),
        (265, 92),
        (258, 88),
        (250, 77),
        (234, 73),
    ]
    bird.wash(smooth(cap), (112, 78, 58), 1.6)
    draw = ImageDraw.Draw(bird.colour)
    for _ in range(70):
        x, y = 222 + 42 * rng.random(), 63 + 18 * rng.random()
        if y < 66 + 0.012 * (x - 236) ** 2 + 6:
            shape = feather_shape(x, y, 10 + 1.6 * (x - 225), 5, 1.4)
            draw.polygon(scaled(shape), fill=vary((78, 54, 44), rng))
    brow = ribbon([(219, 82), (230, 77.5), (244, 77.5), (258, 86)], [2.5, 4.2, 4, 1.5])
    bird.wash(brow, (236, 206, 170), 0.8, 0.85)
    stripe = ribbon([(217, 87), (228, 84), (241, 83), (252, 87), (259, 93)], [3, 3.6, 4.5, 4, 1.5])
    bird.wash(stripe, (88, 60, 48), 0.9)
    paint_eye(bird)


def paint_eye(bird):
    bird.wash(oval(238.5, 82, 4.3, 4.0), (214, 178, 142), 0.6, 0.7)
    bird.wash(oval(238.5, 82, 3.5, 3.4), (30, 20, 18), 0.15)
    bird.wash(oval(237.3, 80.9, 0.9, 0.85), (255, 246, 228), 0.12)


def paint_bill(bird):
    """Pink at the base, dark towards the tip, with the line between the halves."""
    shape = ribbon(BILL, BILL_WIDTHS)
    bird.fill(shape, (214, 142, 128))
    x, y = grid()
    x, y = x - PLACE[0], y - PLACE[1]
    # The upper half darkens sooner than the lower one.
    dark = step(198, 156, x - 5 * (90.5 - y)) * plane(area(shape))
    bird.tint(Image.fromarray((dark * 255).astype(np.uint8)), (54, 42, 44))
    gape = ribbon(
        [(221, 87.6), (205, 89.6), (180, 92), (152, 91), (128, 85.6)], [1, 0.9, 0.8, 0.7, 0.5]
    )
    bird.wash(gape, (104, 66, 62), 0.15, 0.8)
    bird.wash(ribbon([(213, 85.6), (206, 86.6)], [1.3, 0.9]), (96, 58, 54), 0.2)


def leg_shape(leg):
    """Tibia and tarsus as one stroke, thicker at the heel."""
    hip, heel, foot = (np.array(p, float) for p in leg)
    path = [
        hip,
        mix(hip, heel, 0.55),
        mix(hip, heel, 0.93),
        mix(heel, foot, 0.07),
        mix(heel, foot, 0.5),
        foot,
    ]
    return ribbon(path, [7, 5.0, 5.6, 5.6, 3.9, 4.6])


def toes(leg):
    """Three toes forward, one short one back."""
    x, y = leg[2]
    yield ribbon([(x, y - 2), (x - 12, y + 1.5), (x - 25, y + 2.2)], [4.2, 3.0, 1.3])
    yield ribbon([(x, y - 2), (x - 9, y + 3.5), (x - 17, y + 6.5)], [4.0, 2.9, 1.3])
    yield ribbon([(x, y - 2), (x - 1, y + 3.5), (x + 1, y + 8)], [3.8, 2.8, 1.3])
    yield ribbon([(x, y - 2.5), (x + 5, y), (x + 9, y + 1.6)], [3.0, 2.0, 1.0])


def paint_leg(leg, colour, thigh):
    bird = Plumage()
    for toe in toes(leg):
        bird.fill(toe, np.array(colour) * 0.92)
    bird.fill(leg_shape(leg), colour)
    x, y = leg[0]
    heel = np.array(leg[1])
    low = mix(np.array([x, y]), heel, 0.5)
    edge = [
        (x - 18, y - 6),
        (x + 22, y - 6),
        (x + 13, y + 11),
        (x + 8.5, y + 20),
        low + (3, 0),
        low + (0, 2),
        low + (-2.8, 0),
        (x - 3, y + 20),
        (x - 8, y + 11),
    ]
    trousers = smooth(edge)
    bird.fill(trousers, thigh, 0.3)
    return bird


def soften(values, radius):
    """Three box blurs, close to a Gaussian. Pillow's works in 256 steps, which light would show."""
    half = max(1, round(radius * SCALE))
    for _ in range(3):
        for axis in (0, 1):
            total = np.cumsum(values, axis=axis, dtype=np.float64)
            total = np.pad(
                total, [(half + 1, half) if k == axis else (0, 0) for k in (0, 1)], mode="edge"
            )
            high = np.take(total, range(2 * half + 1, total.shape[axis]), axis=axis)
            low = np.take(total, range(total.shape[axis] - 2 * half - 1), axis=axis)
            values = ((high - low) / (2 * half + 1)).astype(np.float32)
    return values


def relief(mask, radii):
    """A rounded height over a mask, from blurs of it: high where the edge is far."""
    height = np.zeros_like(mask)
    for radius in radii:
        height += radius * np.clip(2 * soften(mask, radius / 1.7) - 1, 0, 1) ** 0.7
    return soften(height, radii[0] / 2)


def crop_of(mask, margin=30):
    """The part of the picture that holds the mask, as light need not be worked out elsewhere."""
    rows, columns = (np.flatnonzero(mask.any(axis=k)) for k in (1, 0))
    margin *= SCALE
    return tuple(slice(max(0, k[0] - margin), k[-1] + margin) for k in (rows, columns))


def light(bird, radii, extra=None):
    """Warm light from the low sun on the left, cool from the sky, a warm return from below."""
    alpha, colour = plane(bird.alpha), plane(bird.colour).copy()
    crop = crop_of(alpha)
    height = relief(alpha[crop], radii)
    if extra is not None:
        height += soften(extra[crop], 3.0)
    dy, dx = np.gradient(height, 1 / SCALE)
    length = np.sqrt(dx**2 + dy**2 + 1)
    sun = np.clip((0.66 * dx + 0.42 * dy + 0.64) / length, 0, 1)[..., None]
    around = mix(rgb(204, 162, 132), rgb(160, 168, 192), 0.5 + 0.5 * dy / length)
    colour[crop] *= rgb(255, 236, 206) * 0.88 * sun + 0.66 * around
    return np.clip(colour, 0, 1), alpha


def paint_body(rng):
    bird = Plumage()
    paint_bill(bird)
    paint_tail(bird)
    paint_underparts(bird)
    paint_back(bird, rng)
    paint_wing_tip(bird, rng)
    paint_streaks(bird, rng)
    paint_head(bird, rng)
    return bird


def wing_relief():
    """The folded wing stands a little proud of the flank."""
    return 3.0 * plane(area(smooth(UPPERPARTS)))


def bird_layers(rng):
    """(colour, alpha, foot) of the far leg, the near leg and the body, from back to front."""
    far = paint_leg(FAR_LEG, (66, 58, 60), (132, 94, 74))
    near = paint_leg(NEAR_LEG, (84, 74, 74), (186, 140, 106))
    body = paint_body(rng)
    foot = PLACE[1]
    return [
        (*light(far, (1.0, 2.0)), FAR_LEG[2][1] + foot),
        (*light(near, (1.0, 2.0)), NEAR_LEG[2][1] + foot),
        (*light(body, (2, 9, 22), wing_relief()), (FAR_LEG[2][1] + NEAR_LEG[2][1]) / 2 + foot),
    ]


def draw_reflection(colour, layers, x, y, strength):
    """The bird upside down, pulled about by the ripples and dimmer the further from its feet."""
    columns = np.arange(x.shape[1])[None, :]
    u, v, _ = ground(x, y)
    ripple = noise(u / 170, v * 12, 91)
    mirror = colour
    for layer, alpha, foot in layers:
        depth = np.clip(y - foot - 3, 0, None)
        sway = np.rint(ripple * 3.2 * step(2, 40, depth) * SCALE).astype(int)
        source_y = ((2 * (foot + 3) - y[:, :1]) * SCALE).astype(int) + sway
        source = (
            np.clip(source_y, 0, HEIGHT * SCALE - 1),
            np.clip(columns + sway, 0, WIDTH * SCALE - 1),
        )
        mirror = mix(mirror, layer[source] * rgb(212, 206, 208), alpha[source] * (depth > 0))
    return mix(colour, mirror, strength * (1 - 0.0028 * depth))


def draw_rings(colour, x, y):
    """Faint rings round the legs, flattened by the low viewpoint."""
    for leg in (FAR_LEG, NEAR_LEG):
        px, py = leg[2][0] + PLACE[0], leg[2][1] + PLACE[1] + 3
        radius = np.hypot(x - px, (y - py) * 4.2)
        wave = np.sin(radius / 2.6) * step(50, 20, radius) * step(7, 14, radius)
        colour = np.clip(colour + 0.05 * wave[..., None], 0, 1)
    return colour


def backdrop(x, y):
    return draw_headland(draw_sky(x, y), x, y)


def shore(x, y, layers):
    """Everything below the horizon, with the bird's reflection but without the bird."""
    slope = water_slope(x, y)
    height, dry = sand_relief(x, y)
    water = draw_surf(draw_glints(draw_water(x, y, slope, height), x, y), x, y)
    water = draw_rings(draw_reflection(water, layers, x, y, 0.8), x, y)
    return mix(water, draw_sand(x, y, height), dry)


def scene():
    rng = np.random.default_rng(SEED)
    x, y = grid()
    layers = bird_layers(rng)
    cut = round(HORIZON * SCALE)
    colour = np.vstack([backdrop(x[:cut], y[:cut]), shore(x[cut:], y[cut:], layers)])
    colour = draw_pebbles(colour, x, y, rng)
    for layer, alpha, _ in layers:
        colour = mix(colour, layer, alpha)
    return colour


def main():
    default = Path(__file__).with_name("godwit.png")
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    large = Image.fromarray(np.uint8(np.clip(scene(), 0, 1) * 255 + 0.5))
    large.reduce(SCALE).save(output, optimize=True)


if __name__ == "__main__":
    main()
