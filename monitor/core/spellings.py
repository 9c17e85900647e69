"""Lists the characters that are written in more than one way and mean the same."""

# Old forms of the common-use kanji (当用漢字字体表 1949, 常用漢字表 2010) and forms that live on in names. Where a new form
# stands for several old ones (弁: 辨瓣辯) all of them lead to it; 斉 and 斎 stay apart, because both are used today.
_OLD = (
    "亞惡壓圍醫爲壹稻飮隱營榮衞驛圓艷鹽奧應歐毆櫻假價畫會繪壞懷擴殼覺學嶽樂勸卷寬歡罐觀關陷巖顏歸氣龜僞戲犧舊據擧虛峽挾敎鄕堯曉區驅勳薰惠揭攜溪經繼莖螢輕鷄藝缺儉劍圈檢權獻縣險顯驗嚴效廣"
    "恆鑛號國濟碎齋劑册雜產參慘棧蠶贊殘絲齒兒辭濕實舍寫釋壽收從澁獸縱肅處敍奬將燒稱證乘剩壤孃條淨疊讓釀觸囑寢愼眞盡圖粹醉隨髓數樞聲靜齊攝竊專戰淺潛纖踐錢禪雙壯搜插爭總聰莊裝騷臟藏屬續墮"
    "體對帶滯臺瀧擇澤單擔膽團彈遲晝蟲鑄廳聽敕鎭遞鐵轉點傳黨盜燈當鬪德獨讀屆繩貳霸廢拜賣麥發髮拔蠻祕彥濱甁拂佛竝變邊辨瓣辯舖步穗寶萠豐沒飜槇萬滿默彌藥譯藪豫餘與譽搖樣謠來賴亂覽龍兩獵壘勵"
    "禮靈齡戀爐勞樓郞祿灣邉髙﨑濵嶌𠮷冨黑增橫每瀨緖綠錄旣晚聯驒鷗靑淸內戶吳硏卽溫悅閱歲稅脫銳說舘嶋擊徵狹穩歷曆鹼蔣瘦巢剝頰塡噓繫屛麴瀆蠟麵禱檜礦黃戾淚查强尙姬豬犹駈廸遙壻檮籔舩峯埜嵜崹"
    "邨夘栁桺曻凛渕渊冲况减凉决晉"
)
_NEW = (
    "亜悪圧囲医為壱稲飲隠営栄衛駅円艶塩奥応欧殴桜仮価画会絵壊懐拡殻覚学岳楽勧巻寛歓缶観関陥巌顔帰気亀偽戯犠旧拠挙虚峡挟教郷尭暁区駆勲薫恵掲携渓経継茎蛍軽鶏芸欠倹剣圏検権献県険顕験厳効広"
    "恒鉱号国済砕斎剤冊雑産参惨桟蚕賛残糸歯児辞湿実舎写釈寿収従渋獣縦粛処叙奨将焼称証乗剰壌嬢条浄畳譲醸触嘱寝慎真尽図粋酔随髄数枢声静斉摂窃専戦浅潜繊践銭禅双壮捜挿争総聡荘装騒臓蔵属続堕"
    "体対帯滞台滝択沢単担胆団弾遅昼虫鋳庁聴勅鎮逓鉄転点伝党盗灯当闘徳独読届縄弐覇廃拝売麦発髪抜蛮秘彦浜瓶払仏並変辺弁弁弁舗歩穂宝萌豊没翻槙万満黙弥薬訳薮予余与誉揺様謡来頼乱覧竜両猟塁励"
    "礼霊齢恋炉労楼郎禄湾辺高崎浜島吉富黒増横毎瀬緒緑録既晩連騨鴎青清内戸呉研即温悦閲歳税脱鋭説館島撃徴狭穏歴暦鹸蒋痩巣剥頬填嘘繋屏麹涜蝋麺祷桧鉱黄戻涙査強尚姫猪猶駆迪遥婿梼薮船峰野崎崎"
    "村卯柳柳昇凜淵淵沖況減涼決晋"
)
OLD_KANJI = dict(zip(_OLD, _NEW, strict=True))

SMALL_KATAKANA = dict(zip("ァィゥェォャュョヮヵヶ", "アイウエオヤユヨワカケ", strict=True))
"""ウェア and ウエア, 霞ヶ関 and 霞ケ関 are one word."""

LATIN = dict(zip("øđłħŧ", "odlht", strict=True)) | {"æ": "ae", "œ": "oe"}
"""Latin letters that no decomposition takes back to the letters that English papers write for them."""

PUNCTUATION = dict(zip("\n’‘ʼ＇‐‑−〜‧･·゠", " ''''---~・・・=", strict=True))
"""Marks that look alike; a line end is a blank."""
