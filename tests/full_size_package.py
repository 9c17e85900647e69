"""Build an Argos package of the size of a real one, for measuring: it translates word by word, and costs what a real one does.

Six layers each, 512 wide, 8 heads, 32,000 words, int8, as the packages of the Argos index. All weights are there and are
multiplied; those of all layers but one add nothing to the result, so that it is known: each word of the source becomes its
English, in its order. How that works is told in `tests.argos_package`; with several heads each has the codes of the positions.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt

from tests.argos_package import metadata, piece_table, train_tokenizer

FloatArray = npt.NDArray[np.float32]

LAYERS, WIDTH, HEADS, INNER, WORDS = 6, 512, 8, 2048, 32_000
_HEAD = WIDTH // HEADS
_WORD_WIDTH = WIDTH - _HEAD
_POSITIONS = 1100  # CTranslate2 cuts a source at 1,024 tokens
_FREQUENCIES = _HEAD // 4
_NEAR = 150  # positions that must be told apart: more words has no sentence
_GAP, _LOGIT = 40.0, 25.0


def build_full_size_package(path: Path, words: Mapping[str, str]) -> Path:
    """Write a package that translates up to 32,000 words, and return its path."""
    table = piece_table(dict(islice(words.items(), WORDS)))
    top = "translate-ja_en-9_0"
    with tempfile.TemporaryDirectory() as name:
        model = Path(name)
        _save_model(table, model)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(f"{top}/metadata.json", metadata("ja", "en", "9.0"))
            archive.writestr(f"{top}/sentencepiece.model", train_tokenizer(table))
            for file in sorted(model.iterdir()):
                archive.write(file, f"{top}/model/{file.name}")
    return path


def _save_model(table: Mapping[str, str], folder: Path) -> None:
    sources = list(dict.fromkeys(["<unk>", "<s>", "</s>", *table]))
    targets = list(dict.fromkeys(["<unk>", "<s>", "</s>", "<null>", *table.values()]))
    spec = ctranslate2.specs.TransformerSpec.from_config((LAYERS, LAYERS), HEADS)
    spec.config.add_source_eos = True
    spec.register_source_vocabulary(sources)
    spec.register_target_vocabulary(targets)
    random = np.random.default_rng(5)
    vectors = _centred(random.standard_normal((len(sources), _WORD_WIDTH)))
    codes = _position_codes()
    _set_stack(spec.encoder, np.hstack([vectors, np.zeros((len(sources), _HEAD))]), codes, random)
    _set_stack(spec.decoder, np.zeros((len(targets), WIDTH)), codes, random)
    norm_of_code = float(np.linalg.norm(codes[0]))
    norm_of_word = float(np.linalg.norm(vectors[0]))
    both = float(np.hypot(norm_of_code, norm_of_word))
    _set_norm(spec.encoder.layer_norm, both)
    _set_norm(spec.decoder.layer_norm, both)
    _set_reading(spec.decoder.layer[0].attention, codes, norm_of_code)
    spec.decoder.projection.weight = _dictionary(table, sources, targets, vectors)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def _centred(vectors: npt.NDArray[np.float64]) -> FloatArray:
    """Return vectors of mean 0 and one length, so that a layer normalisation only rescales them."""
    centred = vectors - vectors.mean(axis=1, keepdims=True)
    scaled = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(scaled * np.sqrt(_HEAD), np.float32)


def _position_codes() -> FloatArray:
    frequencies = np.sqrt(np.arange(2, 2 + _FREQUENCIES))
    angles = np.outer(np.arange(_POSITIONS), frequencies)
    half = np.hstack([np.cos(angles), np.sin(angles)])
    codes = np.hstack([half, -half])
    return np.hstack([np.zeros((_POSITIONS, _WORD_WIDTH)), codes]).astype(np.float32)


def _set_stack(stack: Any, embeddings: Any, codes: FloatArray, random: Any) -> None:
    """Set the input of an encoder or decoder, and layers that cost what they cost and change nothing."""
    inputs = stack.embeddings
    first = inputs[0] if isinstance(inputs, list) else inputs
    first.weight = np.asarray(embeddings, np.float32)
    stack.scale_embeddings = False
    stack.position_encodings.encodings = codes
    for layer in stack.layer:
        parts = [layer.self_attention, layer.ffn]
        parts += [layer.attention] if hasattr(layer, "attention") else []
        for part in parts:
            _set_norm(part.layer_norm, 1.0)
        layer.self_attention.linear[0].weight = _noise(random, 3 * WIDTH, WIDTH)
        layer.self_attention.linear[1].weight = np.zeros((WIDTH, WIDTH), np.float32)
        layer.ffn.linear_0.weight = _noise(random, INNER, WIDTH)
        layer.ffn.linear_1.weight = np.zeros((WIDTH, INNER), np.float32)
        if hasattr(layer, "attention"):
            layer.attention.linear[0].weight = _noise(random, WIDTH, WIDTH)
            layer.attention.linear[1].weight = _noise(random, 2 * WIDTH, WIDTH)
            layer.attention.linear[2].weight = np.zeros((WIDTH, WIDTH), np.float32)


def _noise(random: Any, rows: int, columns: int) -> FloatArray:
    return np.asarray(random.standard_normal((rows, columns)) * 0.05, np.float32)


def _set_norm(layer_norm: Any, norm: float) -> None:
    layer_norm.gamma = np.full(WIDTH, norm / np.sqrt(WIDTH), np.float32)
    layer_norm.beta = np.zeros(WIDTH, np.float32)


def _set_reading(attention: Any, codes: FloatArray, norm: float) -> None:
    """Let each head look at the source word of its own position, and bring a part of its vector."""
    _set_norm(attention.layer_norm, norm)
    code = codes[:, _WORD_WIDTH:]
    products = code[1:_NEAR] @ code[0]
    gap = float(code[0] @ code[0] - products.max())
    every_head = np.zeros((WIDTH, WIDTH), np.float32)
    for head in range(HEADS):
        every_head[head * _HEAD : (head + 1) * _HEAD, _WORD_WIDTH:] = np.eye(_HEAD)
    words = np.diag((np.arange(WIDTH) < _WORD_WIDTH).astype(np.float32))
    attention.linear[0].weight = every_head * np.float32(_GAP * np.sqrt(_HEAD) / gap)
    attention.linear[1].weight = np.vstack([every_head, words])
    attention.linear[2].weight = np.eye(WIDTH, dtype=np.float32)


def _dictionary(
    table: Mapping[str, str], sources: Sequence[str], targets: Sequence[str], vectors: FloatArray
) -> FloatArray:
    """Return the output projection: the vector of a source word is nearest to the row of its English."""
    rows = np.zeros((len(targets), WIDTH), np.float32)
    number = {target: index for index, target in enumerate(targets)}
    scale = _LOGIT / float(vectors[0] @ vectors[0])
    for index, source in enumerate(sources):
        rows[number[table.get(source, "<unk>")], :_WORD_WIDTH] = vectors[index] * scale
    return rows
