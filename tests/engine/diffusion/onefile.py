"""The inverse of what is tested: a base in diffusers' layout as one checkpoint file, by the names such files use."""

from __future__ import annotations

import re
from pathlib import Path

import torch
from diffusers import DiffusionPipeline
from safetensors.torch import save_file

RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
OUTER = {
    "conv_in": "input_blocks.0.0",
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
    "mid_block.resnets.0": "middle_block.0",
    "mid_block.attentions.0": "middle_block.1",
    "mid_block.resnets.1": "middle_block.2",
}
OPEN_CLIP = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}


def write(pipe: DiffusionPipeline, file: Path, dtype: torch.dtype = torch.float32) -> Path:
    """Write the networks of ``pipe`` to one file and return it."""
    tensors = {f"model.diffusion_model.{name}": value for name, value in _unet(pipe).items()}
    tensors |= {f"first_stage_model.{name}": value for name, value in _vae(pipe).items()}
    first = _text(pipe.text_encoder)
    if hasattr(pipe, "text_encoder_2"):
        tensors |= {f"conditioner.embedders.0.transformer.{name}": value for name, value in first.items()}
        tensors |= {f"conditioner.embedders.1.model.{name}": value for name, value in _open_clip(pipe).items()}
    else:
        tensors |= {f"cond_stage_model.transformer.{name}": value for name, value in first.items()}
    save_file({name: value.to(dtype).contiguous().clone() for name, value in tensors.items()}, file)
    return file


def _unet(pipe: DiffusionPipeline) -> dict[str, torch.Tensor]:
    step = pipe.unet.config.layers_per_block + 1
    attends = ["CrossAttn" in kind for kind in pipe.unet.config.up_block_types]

    def place(name: str) -> str:
        if found := re.match(r"down_blocks\.(\d+)\.(resnets|attentions)\.(\d+)\.(.*)", name):
            block, kind, layer, rest = found.groups()
            return f"input_blocks.{1 + int(block) * step + int(layer)}.{int(kind == 'attentions')}.{rest}"
        if found := re.match(r"down_blocks\.(\d+)\.downsamplers\.0\.conv\.(.*)", name):
            return f"input_blocks.{(int(found[1]) + 1) * step}.0.op.{found[2]}"
        if found := re.match(r"up_blocks\.(\d+)\.(resnets|attentions)\.(\d+)\.(.*)", name):
            block, kind, layer, rest = found.groups()
            return f"output_blocks.{int(block) * step + int(layer)}.{int(kind == 'attentions')}.{rest}"
        if found := re.match(r"up_blocks\.(\d+)\.upsamplers\.0\.conv\.(.*)", name):
            block = int(found[1])
            return f"output_blocks.{block * step + step - 1}.{1 + attends[block]}.conv.{found[2]}"
        start = next(one for one in OUTER if name.startswith(f"{one}."))
        return OUTER[start] + name.removeprefix(start)

    def inside(name: str) -> str:
        head, _, tail = name.rpartition(".")
        outer, _, last = head.rpartition(".")
        return f"{outer}.{RESNET[last]}.{tail}" if last in RESNET and "transformer_blocks" not in name else name

    return {inside(place(name)): value for name, value in pipe.unet.state_dict().items()}


def _vae(pipe: DiffusionPipeline) -> dict[str, torch.Tensor]:
    blocks = len(pipe.vae.config.block_out_channels)
    pairs = [
        (r"down_blocks\.(\d+)\.resnets\.(\d+)", lambda m: f"down.{m[1]}.block.{m[2]}"),
        (r"down_blocks\.(\d+)\.downsamplers\.0", lambda m: f"down.{m[1]}.downsample"),
        (r"up_blocks\.(\d+)\.resnets\.(\d+)", lambda m: f"up.{blocks - 1 - int(m[1])}.block.{m[2]}"),
        (r"up_blocks\.(\d+)\.upsamplers\.0", lambda m: f"up.{blocks - 1 - int(m[1])}.upsample"),
        (r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}"),
        (r"mid_block\.attentions\.0", lambda m: "mid.attn_1"),
        (r"conv_shortcut", lambda m: "nin_shortcut"),
        (r"conv_norm_out", lambda m: "norm_out"),
        (r"attn_1\.group_norm", lambda m: "attn_1.norm"),
        (r"attn_1\.to_([qkv])", lambda m: f"attn_1.{m[1]}"),
        (r"attn_1\.to_out\.0", lambda m: "attn_1.proj_out"),
    ]
    made = {}
    for name, value in pipe.vae.state_dict().items():
        for old, new in pairs:
            name = re.sub(old, new, name)
        # Attention was made of convolutions of one pixel when such files were first written.
        wide = "attn_1" in name and "norm" not in name and value.dim() == 2
        made[name] = value[..., None, None] if wide else value
    return made


def _text(encoder: torch.nn.Module) -> dict[str, torch.Tensor]:
    names = encoder.state_dict().items()
    return {name if name.startswith("text_model.") else f"text_model.{name}": value for name, value in names}


def _open_clip(pipe: DiffusionPipeline) -> dict[str, torch.Tensor]:
    known = {name.removeprefix("text_model."): value for name, value in pipe.text_encoder_2.state_dict().items()}
    made = {
        "token_embedding.weight": known.pop("embeddings.token_embedding.weight"),
        "positional_embedding": known.pop("embeddings.position_embedding.weight"),
        "text_projection": known.pop("text_projection.weight").T,
        "ln_final.weight": known.pop("final_layer_norm.weight"),
        "ln_final.bias": known.pop("final_layer_norm.bias"),
    }
    for end, joint in (("weight", "in_proj_weight"), ("bias", "in_proj_bias")):
        for layer in range(pipe.text_encoder_2.config.num_hidden_layers):
            parts = [known.pop(f"encoder.layers.{layer}.self_attn.{one}_proj.{end}") for one in "qkv"]
            made[f"transformer.resblocks.{layer}.attn.{joint}"] = torch.cat(parts)
    for name, value in known.items():
        if name.startswith("encoder.layers."):
            for old, new in OPEN_CLIP.items():
                name = name.replace(old, new)
            made[name.replace("encoder.layers.", "transformer.resblocks.")] = value
    return made
