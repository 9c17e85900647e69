"""A multilingual news monitor: it watches Japanese and English feeds for what you must not miss."""
