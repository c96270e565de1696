"""How a head moves with a sound: PoseVAE, 46 styles, 32 frames at a time (SadTalker; prefix ``audio2pose``).

Encoder and discriminator are needed for training only; they are here because the published file holds them and is
loaded strictly.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.talking.options import POSE_STYLES
from engine.talking.sadtalker.audio import EMBEDDING, AudioEncoder

LATENT = 64
FRAMES = 32  # one chunk
POSE = 6  # three angles, three translations
HIDDEN = 128
WIDTHS = (32, 64, 128, 256)
_HALVE = (2, 1)  # in time only


class _Residual(nn.Module):
    """Pre-activated double convolution beside a single one; ``stride`` acts on time."""

    def __init__(self, before: int, after: int, stride: int | tuple[int, int]) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.BatchNorm2d(before),
            nn.ReLU(),
            nn.Conv2d(before, after, 3, stride=stride, padding=1),
            nn.BatchNorm2d(after),
            nn.ReLU(),
            nn.Conv2d(after, after, 3, padding=1),
        )
        self.conv_skip = nn.Sequential(nn.Conv2d(before, after, 3, stride=stride, padding=1), nn.BatchNorm2d(after))

    def forward(self, x: Tensor) -> Tensor:
        return self.conv_block(x) + self.conv_skip(x)


class _Upsample(nn.Module):
    """Twice the frames."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.upsample = nn.ConvTranspose2d(channels, channels, _HALVE, stride=_HALVE)

    def forward(self, x: Tensor) -> Tensor:
        return self.upsample(x)


class ResUnet(nn.Module):
    """A U-Net over (frames, 6) seen as a picture with one channel; 32, 16, 8, 4 frames and back."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.input_layer = nn.Sequential(
            nn.Conv2d(1, a, 3, padding=1), nn.BatchNorm2d(a), nn.ReLU(), nn.Conv2d(a, a, 3, padding=1)
        )
        self.input_skip = nn.Sequential(nn.Conv2d(1, a, 3, padding=1))
        self.residual_conv_1 = _Residual(a, b, _HALVE)
        self.residual_conv_2 = _Residual(b, c, _HALVE)
        self.bridge = _Residual(c, d, _HALVE)
        self.upsample_1 = _Upsample(d)
        self.up_residual_conv1 = _Residual(d + c, c, 1)
        self.upsample_2 = _Upsample(c)
        self.up_residual_conv2 = _Residual(c + b, b, 1)
        self.upsample_3 = _Upsample(b)
        self.up_residual_conv3 = _Residual(b + a, a, 1)
        self.output_layer = nn.Sequential(nn.Conv2d(a, 1, 1), nn.Sigmoid())

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 1, 32, 6) -> (batch, 1, 32, 6), 0..1."""
        whole = self.input_layer(x) + self.input_skip(x)
        half = self.residual_conv_1(whole)
        quarter = self.residual_conv_2(half)
        x = self.upsample_1(self.bridge(quarter))
        x = self.upsample_2(self.up_residual_conv1(torch.cat([x, quarter], 1)))
        x = self.upsample_3(self.up_residual_conv2(torch.cat([x, half], 1)))
        return self.output_layer(self.up_residual_conv3(torch.cat([x, whole], 1)))


class Encoder(nn.Module):
    """Pose and sound to the latent's mean and spread (training)."""

    def __init__(self) -> None:
        super().__init__()
        self.resunet = ResUnet()
        told = POSE + FRAMES * POSE + FRAMES * POSE + LATENT
        self.MLP = nn.Sequential()
        self.MLP.add_module("L0", nn.Linear(told, HIDDEN))
        self.MLP.add_module("A0", nn.ReLU())
        self.linear_means = nn.Linear(HIDDEN, LATENT)
        self.linear_logvar = nn.Linear(HIDDEN, LATENT)
        self.linear_audio = nn.Linear(EMBEDDING, POSE)
        self.classbias = nn.Parameter(torch.randn(POSE_STYLES, LATENT))

    def forward(self, pose: Tensor, reference: Tensor, heard: Tensor, style: int) -> tuple[Tensor, Tensor]:
        """Return mean and log variance (batch, 64) of the pose change ``pose`` (batch, 32, 6).

        The published training took both from ``linear_means``; here each head gives its own.
        """
        seen = self.resunet(pose[:, None]).flatten(1)
        sound = self.linear_audio(heard).flatten(1)
        bias = self.classbias[style].expand(len(pose), -1)
        hidden = self.MLP(torch.cat([reference, seen, sound, bias], dim=1))
        return self.linear_means(hidden), self.linear_logvar(hidden)


class Decoder(nn.Module):
    """Latent, style, reference pose and sound to 32 frames of pose change."""

    def __init__(self) -> None:
        super().__init__()
        self.resunet = ResUnet()
        self.MLP = nn.Sequential()
        self.MLP.add_module("L0", nn.Linear(POSE + LATENT + FRAMES * POSE, HIDDEN))
        self.MLP.add_module("A0", nn.ReLU())
        self.MLP.add_module("L1", nn.Linear(HIDDEN, FRAMES * POSE))
        self.MLP.add_module("sigmoid", nn.Sigmoid())
        self.pose_linear = nn.Linear(POSE, POSE)
        self.linear_audio = nn.Linear(EMBEDDING, POSE)
        self.classbias = nn.Parameter(torch.randn(POSE_STYLES, LATENT))

    def forward(self, latent: Tensor, reference: Tensor, heard: Tensor, style: int) -> Tensor:
        """Return (batch, 32, 6): ``latent`` (batch, 64), ``reference`` (batch, 6), ``heard`` (batch, 32, 512)."""
        sound = self.linear_audio(heard).flatten(1)
        told = torch.cat([reference, latent + self.classbias[style], sound], dim=1)  # (batch, 262)
        rough = self.MLP(told).unflatten(1, (1, FRAMES, POSE))
        return self.pose_linear(self.resunet(rough).squeeze(1))


class _ConvNorm(nn.Module):
    """Convolution over time without bias, batch norm, ReLU."""

    def __init__(self, before: int, after: int, kernel: int, stride: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(before, after, kernel, stride=stride, padding=1, bias=False)
        self.norm = nn.BatchNorm1d(after)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.norm(self.conv(x)))


class Discriminator(nn.Module):
    """Tells recorded from invented motion (training)."""

    def __init__(self) -> None:
        super().__init__()
        self.seq = nn.Sequential(
            _ConvNorm(POSE, 256, 4, 2), _ConvNorm(256, 512, 4, 2), _ConvNorm(512, 1024, 3, 1),
            nn.Conv1d(1024, 1, 3, padding=1),
        )  # fmt: skip

    def forward(self, pose: Tensor) -> Tensor:
        """(batch, 32, 6) -> (batch, 8) scores."""
        return self.seq(pose.mT).squeeze(1)


class _Autoencoder(nn.Module):
    """Both halves under the name the checkpoint has for them."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()


class PoseVae(nn.Module):
    """The whole pose network; `poses` is what speaking needs."""

    def __init__(self) -> None:
        super().__init__()
        self.audio_encoder = AudioEncoder()
        self.netG = _Autoencoder()
        self.netD_motion = Discriminator()

    def poses(self, mels: Tensor, reference: Tensor, style: int, seed: int) -> Tensor:
        """Return (frames, 6): the portrait's pose ``reference`` (6,), moved with the sound.

        ``mels`` (frames, 1, 80, 16). Each chunk of 32 frames has a latent of its own, drawn from ``seed`` on the CPU,
        so every device and every run gives the same head. What is left over at the end is the tail of one more chunk.
        """
        noise = torch.Generator().manual_seed(seed)
        after = mels[1:]  # the portrait itself is the first frame
        changes = [reference.new_zeros(1, POSE)]
        for start in range(0, len(after), FRAMES):
            latent = torch.randn(1, LATENT, generator=noise).to(reference)
            chunk = after[start : start + FRAMES]
            seen = chunk if len(chunk) == FRAMES else after[-FRAMES:]
            heard = _padded(self.audio_encoder(seen[None]))
            change = self.netG.decoder(latent, reference[None], heard, style)[0]
            changes.append(change[FRAMES - len(chunk) :])
        return reference + torch.cat(changes)


def _padded(heard: Tensor) -> Tensor:
    """Repeat the first embedding in front until there are 32: (1, n, 512) -> (1, 32, 512)."""
    lacking = FRAMES - heard.shape[1]
    return heard if lacking <= 0 else torch.cat([heard[:, :1].expand(-1, lacking, -1), heard], dim=1)
