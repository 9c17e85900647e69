"""Says how Japanese counters are said in English: 3隻, 2年ぶり, 5割."""

PERCENT = "\uff05"  # a text in NFKC has none; "%" is the slot of verbs until all is put together
# `#` stands for the number, `@` for its ordinal, and what stands behind a | is used for one
_PERIODS = {
    "年": "year", "四半期": "quarter", "か月": "month", "カ月": "month", "ヶ月": "month", "ヵ月": "month", "週間": "week", "週": "week", "日": "day",
    "時間": "hour", "期": "term", "場所": "tournament", "大会": "tournament", "試合": "game", "回": "time", "度": "time", "季": "season", "シーズン": "season", "夜": "night", "分": "minute",
}  # fmt: skip
_ENDINGS = {
    "ぶり": "the first time in # {}s",
    "連続": "# {}s in a row",
    "後": "# {}s later",
    "前": "# {}s ago",
    "以内": "within # {}s",
    "目": "@ {}",
}
_THINGS = {
    "国": "country", "か国": "country", "カ国": "country", "ヶ国": "country", "ヵ国": "country", "か所": "place", "カ所": "place", "ヶ所": "place", "ヵ所": "place", "箇所": "place", "ドル": "dollar", "ユーロ": "euro",
    "ポンド": "pound", "ポイント": "point", "点": "point", "メートル": "meter", "トン": "ton", "リットル": "liter", "ヘクタール": "hectare", "バレル": "barrel", "グラム": "gram",
    "社": "company", "件": "case", "隻": "ship", "秒": "second", "分": "minute", "時間": "hour", "年間": "year", "日間": "day", "週間": "week", "校": "school", "党": "party",
    "県": "prefecture", "都道府県": "prefecture", "道府県": "prefecture", "棟": "building", "戸": "home", "世帯": "household", "店": "store", "店舗": "store", "団体": "group", "自治体": "municipality",
    "市町村": "municipality", "市": "city", "便": "flight", "票": "vote", "議席": "seat", "種類": "kind", "階": "floor", "カ月": "month", "か月": "month", "ヶ月": "month", "ヵ月": "month",
    "四半期": "quarter", "試合": "game", "発": "shot", "両": "car", "人組": "-person group", "勝": "win", "敗": "loss", "連勝": "straight win", "連敗": "straight loss", "冊": "book", "個": "", "枚": "", "本": "",
    "つ": "", "匹": "", "頭": "", "羽": "", "足": "", "通": "", "曲": "song", "語": "word", "カ": "", "フィート": "foot", "マイル": "mile", "番組": "program", "作": "work", "億": "", "場所": "tournament",
}  # fmt: skip
COUNTERS = {
    **{period + ending: form.format(name) for period, name in _PERIODS.items() for ending, form in _ENDINGS.items()},
    **{counter: f"# {name}s|# {name}" if name else "#" for counter, name in _THINGS.items()},
    "自治体": "# municipalities|# municipality", "市町村": "# municipalities", "校": "# schools|# school", "市": "# cities|# city", "党": "# parties|# party", "フィート": "# feet|# foot", "敗": "# losses|# loss",
    "連敗": "# straight losses", "人組": "#-person group", "段目": "@ stage", "段": "#-stage", "人死亡": "# people dead|# person dead", "人負傷": "# people injured|# person injured", "人重傷": "# people seriously injured|# person seriously injured", "人軽傷": "# people slightly injured|# person slightly injured", "人逮捕": "# people arrested|# person arrested", "人救助": "# people rescued|# person rescued", "人不明": "# people missing|# person missing", "社": "# companies|# company", "国": "# countries|# country", "か国": "# countries|# country", "カ国": "# countries|# country", "ヶ国": "# countries|# country",
    "ヵ国": "# countries|# country", "年度": "fiscal #", "号機": "Unit #", "部隊": "Unit #", "人目": "@ person", "件目": "@ case", "位": "rank #", "倍": "# times", "機": "# aircraft", "台": "# units|# unit",
    "パーセント": f"#{PERCENT}", "%": f"#{PERCENT}", "%増": f"up #{PERCENT}", "%減": f"down #{PERCENT}", "%台": f"the #{PERCENT} range", "割": f"#{PERCENT}", "割増": f"up #{PERCENT}", "割減": f"down #{PERCENT}",
    "キロ": "# kilo", "平方キロ": "# square km", "平方メートル": "# square meters", "センチ": "# cm", "ミリ": "# mm", "ナノ": "#-nanometer", "円": "# yen", "元": "# yuan", "ウォン": "# won", "円安": "down # yen", "円高": "up # yen",
    "人": "# people|# person", "名": "# people|# person", "人分": "# people|# person", "歳": "age #", "才": "age #", "歳児": "#-year-old", "代": "#-something", "年": "#", "月": "month #", "日": "the @", "時": "# o'clock", "回": "# times|once",
    "号": "No. #", "号線": "Route #", "選": "@ term", "番": "No. #", "番目": "@", "次": "@", "世紀": "@ century", "期": "# terms|term #", "階建て": "#-story", "年生": "grade #", "大": "# major", "丁目": "block #", "弱": "a little under #",
    "度": "# times|once", "割超": f"over #{PERCENT}", "割強": f"over #{PERCENT}",
}  # fmt: skip
