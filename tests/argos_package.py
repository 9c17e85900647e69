"""Build a tiny but real Argos Translate package, for tests.

Tests of the translation stage need a package that Argos and CTranslate2 accept
and whose output is known beforehand, without downloading one (100 MB) or training
one (torch).  This module computes the weights of a one-layer Transformer instead:

* decoder step ``t`` attends to source position ``t`` (sharp dot product of position
  codes), so the translation is word by word, in the order of the source;
* the value that the attention fetches says which source word stands there, and the
  output projection is the dictionary: source word -> target word;
* ``</s>`` (appended to the source by the model's own configuration) maps to ``</s>``;
* a word translated as ``""`` (a Japanese particle) becomes the SentencePiece control
  symbol ``<null>``, which decodes to nothing;
* anything else is ``<unk>`` -> ``<unk>``, which Argos' ``replace_unknowns`` turns into
  a verbatim copy of the source piece.
"""

from __future__ import annotations

import io
import json
import tempfile
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import ctranslate2
import numpy as np
import numpy.typing as npt
import sentencepiece

FloatArray = npt.NDArray[np.float32]

DEFAULT: Final[Mapping[str, str]] = {
    "サイバー攻撃": "cyber attack",
    "ランサムウェア": "ransomware",
    "マルウェア": "malware",
    "フィッシング": "phishing",
    "不正アクセス": "unauthorized access",
    "脆弱性": "vulnerability",
    "個人情報": "personal data",
    "情報": "information",
    "漏えい": "leak",
    "漏洩": "leak",
    "流出": "leak",
    "被害": "damage",
    "攻撃者": "attacker",
    "攻撃": "attack",
    "病院": "hospital",
    "銀行": "bank",
    "企業": "company",
    "政府": "government",
    "警察": "police",
    "顧客": "customer",
    "システム": "system",
    "サーバー": "server",
    "工場": "factory",
    "日本": "Japan",
    "東京": "Tokyo",
    "大阪": "Osaka",
    "昨日": "yesterday",
    "今日": "today",
    "発生": "occurred",
    "停止": "stopped",
    "確認": "confirmed",
    "発表": "announced",
    "悪用": "exploited",
    "受けた": "received",
    "した": "",
    "しました": "",
    "された": "was",
    "が": "",
    "は": "",
    "を": "",
    "に": "to",
    "の": "of",
    "で": "in",
    "と": "and",
    "、": ",",
    "。": ".",
}
"""Japanese news vocabulary; an empty translation drops the word."""

CORPUS: Final[Sequence[str]] = (
    "昨日、東京の病院でサイバー攻撃が発生した。",
    "ランサムウェアの被害を受けた企業は、システムを停止した。",
    "警察は、銀行の顧客の個人情報が流出したと発表した。",
    "大阪の工場のサーバーに不正アクセスが確認された。",
    "攻撃者は脆弱性を悪用して、マルウェアを送った。",
    "政府は今日、フィッシングの注意を呼びかけました。",
    "日本の会社の情報漏えいは二千件に上る。",
    "新しい手口による攻撃が増えている。",
    "A cyber attack occurred at a hospital in Tokyo yesterday.",
    "The company hit by ransomware stopped its system.",
    "Police announced that personal data of bank customers was leaked.",
    "Unauthorized access to a factory server in Osaka was confirmed.",
    "The attacker exploited a vulnerability and sent malware.",
    "Today the government warned of phishing.",
)
"""Gives SentencePiece the ordinary characters around the words of the table."""

_UNK, _BOS, _EOS, _NULL = "<unk>", "<s>", "</s>", "<null>"
_SPACE = "\u2581"  # SentencePiece writes a space so
_MIN_TARGETS = 16  # beam search needs more candidates than 2 * beam_size
_MAX_POSITIONS = 1200  # CTranslate2 cuts a source at 1024 tokens, then adds </s>
_FREQUENCIES = 32  # 4 dimensions each; enough to tell 1,200 positions apart
_ATTENTION_GAP = 40.0  # exp(-40): what leaks from any wrong position
_LOGIT = 25.0  # exp(-25): probability of any wrong word
_ZIP_DATE = (2020, 1, 1, 0, 0, 0)  # fixed, so equal input gives equal bytes


def build_package(
    path: Path,
    *,
    source: str = "ja",
    target: str = "en",
    version: str = "1.0",
    words: Mapping[str, str] = DEFAULT,
) -> Path:
    """Write to ``path`` an ``.argosmodel`` that translates ``words``, and return it.

    The files lie in one top folder because Argos extracts the zip straight into its
    packages directory and takes each folder found there for a package.
    """
    table = piece_table(words)
    top = f"translate-{source}_{target}-{version.replace('.', '_')}"
    files = {
        "metadata.json": metadata(source, target, version),
        "README.md": b"Toy dictionary model for tests.\n",
        "sentencepiece.model": train_tokenizer(table),
        **_model_files(table),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(f"{top}/{name}", date_time=_ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


def metadata(source: str, target: str, version: str) -> bytes:
    """``metadata.json``; ASCII, since Argos opens it in the locale's encoding."""
    names = {"ja": "Japanese", "en": "English"}
    metadata = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": source,
        "from_name": names.get(source, source),
        "to_code": target,
        "to_name": names.get(target, target),
    }
    return json.dumps(metadata, indent=2).encode("ascii")


def piece_table(words: Mapping[str, str]) -> dict[str, str]:
    """Source piece -> target piece.

    Keys are normalised as the tokenizer will normalise the text.  Each translation is
    one piece, its inner spaces included, so that one step of the decoder suffices.
    The space before the first word and ``</s>`` are entries like any other.
    """
    table = {_UNK: _UNK, _EOS: _EOS, _SPACE: _NULL}
    for word, translation in words.items():
        key = unicodedata.normalize("NFKC", word).strip().replace(" ", _SPACE)
        table[key] = _target_piece(translation)
    return table


def _target_piece(translation: str) -> str:
    """A word gets a space before it, punctuation sticks to the word before."""
    piece = translation.strip().replace(" ", _SPACE)
    if not piece:
        return _NULL
    return f"{_SPACE}{piece}" if piece[0].isalnum() else piece


def train_tokenizer(table: Mapping[str, str]) -> bytes:
    """A unigram SentencePiece model that keeps every word of the table whole.

    User-defined symbols are never split and win over trained pieces; the training
    itself only adds single characters, which a real package knows too.
    """
    reserved = {_UNK, _EOS, _NULL, _SPACE}
    symbols = dict.fromkeys([*table, *table.values()])
    output = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS),
        model_writer=output,
        model_type="unigram",
        vocab_size=len(symbols) + 400,
        hard_vocab_limit=False,
        character_coverage=1.0,
        user_defined_symbols=[s for s in symbols if s not in reserved],
        control_symbols=[_NULL],
        num_threads=1,
        minloglevel=2,
    )
    return output.getvalue()


def _model_files(table: Mapping[str, str]) -> dict[str, bytes]:
    """The CTranslate2 model directory, as names inside the package and contents."""
    sources = list(dict.fromkeys([_UNK, _BOS, _EOS, *table]))
    targets = list(dict.fromkeys([_UNK, _BOS, _EOS, _NULL, *table.values()]))
    targets += [f"<unused{i}>" for i in range(_MIN_TARGETS - len(targets))]
    spec = ctranslate2.specs.TransformerSpec.from_config(num_layers=1, num_heads=1)
    spec.config.add_source_eos = True
    spec.register_source_vocabulary(sources)
    spec.register_target_vocabulary(targets)
    _set_weights(spec, _dictionary_matrix(table, sources, targets))
    spec.validate()
    spec.optimize(quantization="float32")
    with tempfile.TemporaryDirectory() as directory:
        spec.save(directory)
        return {f"model/{file.name}": file.read_bytes() for file in Path(directory).iterdir()}


def _dictionary_matrix(
    table: Mapping[str, str], sources: Sequence[str], targets: Sequence[str]
) -> FloatArray:
    """One row per target piece, one column per source piece, 1 where they match."""
    matrix = np.zeros((len(targets), len(sources)), dtype=np.float32)
    for column, piece in enumerate(sources):
        matrix[targets.index(table.get(piece, _UNK)), column] = 1.0
    return matrix


def _position_codes() -> FloatArray:
    """Unit phases at irrational frequencies, each stored with its negative.

    Hence every code has mean 0 and the same length, and codes of different positions
    have a clearly smaller product than a code with itself.
    """
    frequencies = np.sqrt(np.arange(2, 2 + _FREQUENCIES))
    angles = np.outer(np.arange(_MAX_POSITIONS), frequencies)
    half = np.hstack([np.cos(angles), np.sin(angles)])
    return np.hstack([half, -half]).astype(np.float32)


def _set_weights(spec: Any, dictionary: FloatArray) -> None:
    """Fill in the specification; the vectors are [word dimensions, position dimensions].

    A word is a centred one-hot vector: like the position codes it has mean 0 and a
    fixed length, so that a layer normalisation merely rescales, which its gamma undoes.
    """
    n_target, n_source = dictionary.shape
    codes = _position_codes()
    depth = n_source + codes.shape[1]
    positions = np.hstack([np.zeros((len(codes), n_source), np.float32), codes])
    embeddings = np.zeros((n_source, depth), np.float32)
    embeddings[:, :n_source] = np.eye(n_source) - 1.0 / n_source
    position_norm = float(np.sqrt(2 * _FREQUENCIES))
    full_norm = float(np.sqrt(2 * _FREQUENCIES + 1 - 1.0 / n_source))

    _set_inputs(spec.encoder, embeddings, positions)
    _set_inputs(spec.decoder, np.zeros((n_target, depth), np.float32), positions)
    for layer in (spec.encoder.layer[0], spec.decoder.layer[0]):
        _silence(layer, depth)
    _set_norm(spec.encoder.layer_norm, depth, full_norm)
    _set_norm(spec.decoder.layer_norm, depth, full_norm)
    _set_norm(spec.decoder.layer[0].attention.layer_norm, depth, position_norm)
    _set_cross_attention(spec.decoder.layer[0].attention, codes, n_source)
    projection = np.zeros((n_target, depth), np.float32)
    projection[:, :n_source] = _LOGIT * dictionary
    spec.decoder.projection.weight = projection


def _set_inputs(stack: Any, embeddings: FloatArray, positions: FloatArray) -> None:
    """Input layer of the encoder or decoder, with the embeddings left unscaled."""
    inputs = stack.embeddings
    (inputs[0] if isinstance(inputs, list) else inputs).weight = embeddings
    stack.scale_embeddings = False
    stack.position_encodings.encodings = positions


def _set_norm(layer_norm: Any, depth: int, norm: float) -> None:
    """Make the normalisation the identity on centred vectors of this length."""
    layer_norm.gamma = np.full(depth, norm / np.sqrt(depth), np.float32)
    layer_norm.beta = np.zeros(depth, np.float32)


def _silence(layer: Any, depth: int) -> None:
    """Zero self-attention and feed-forward: the residual connection passes by them."""
    for part in (layer.self_attention, layer.ffn):
        _set_norm(part.layer_norm, depth, 1.0)
    layer.self_attention.linear[0].weight = np.zeros((3 * depth, depth), np.float32)
    layer.self_attention.linear[1].weight = np.zeros((depth, depth), np.float32)
    layer.ffn.linear_0.weight = np.zeros((8, depth), np.float32)
    layer.ffn.linear_1.weight = np.zeros((depth, 8), np.float32)


def _set_cross_attention(attention: Any, codes: FloatArray, n_source: int) -> None:
    """Query and key are the position, the value is the word.

    The query is scaled so that the right position beats the best wrong one by
    ``_ATTENTION_GAP`` after CTranslate2's division by the root of the depth.
    """
    depth = n_source + codes.shape[1]
    is_word = np.arange(depth) < n_source
    word = np.diag(is_word.astype(np.float32))
    position = np.diag((~is_word).astype(np.float32))
    products = codes[1:] @ codes[0]  # depends on the distance of two positions only
    gap = float(codes[0] @ codes[0] - products.max())
    attention.linear[0].weight = position * (_ATTENTION_GAP * np.sqrt(depth) / gap)
    attention.linear[1].weight = np.vstack([position, word])
    attention.linear[2].weight = np.eye(depth, dtype=np.float32)
