"""Names of invented people: common surnames and given names, combined at random."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from skilltrack.services.demonstration.chance import Chance


@dataclass(frozen=True, slots=True)
class Name:
    """A full name in writing and in kana; a full-width space between the parts."""

    written: str
    kana: str


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((written, kana) for written, kana in (word.split(":") for word in text.split()))


SURNAMES = _pairs("""
佐藤:サトウ 鈴木:スズキ 高橋:タカハシ 田中:タナカ 伊藤:イトウ 渡辺:ワタナベ 山本:ヤマモト
中村:ナカムラ 小林:コバヤシ 加藤:カトウ 吉田:ヨシダ 山田:ヤマダ 佐々木:ササキ 山口:ヤマグチ
松本:マツモト 井上:イノウエ 木村:キムラ 林:ハヤシ 斎藤:サイトウ 清水:シミズ 山崎:ヤマザキ
森:モリ 池田:イケダ 橋本:ハシモト 阿部:アベ 石川:イシカワ 山下:ヤマシタ 中島:ナカジマ
石井:イシイ 小川:オガワ 前田:マエダ 岡田:オカダ 長谷川:ハセガワ 藤田:フジタ 後藤:ゴトウ
近藤:コンドウ 村上:ムラカミ 遠藤:エンドウ 青木:アオキ 坂本:サカモト 斉藤:サイトウ 福田:フクダ
太田:オオタ 西村:ニシムラ 藤井:フジイ 金子:カネコ 岡本:オカモト 藤原:フジワラ 三浦:ミウラ
中野:ナカノ 中川:ナカガワ 原田:ハラダ 松田:マツダ 竹内:タケウチ 小野:オノ 田村:タムラ
中山:ナカヤマ 和田:ワダ 石田:イシダ 森田:モリタ 上田:ウエダ 原:ハラ 内田:ウチダ 柴田:シバタ
酒井:サカイ 宮崎:ミヤザキ 横山:ヨコヤマ 高木:タカギ 安藤:アンドウ 宮本:ミヤモト 大野:オオノ
小島:コジマ 谷口:タニグチ 今井:イマイ 工藤:クドウ 高田:タカダ 増田:マスダ 丸山:マルヤマ
杉山:スギヤマ 村田:ムラタ 大塚:オオツカ 新井:アライ 小山:コヤマ 平野:ヒラノ 藤本:フジモト
河野:コウノ 上野:ウエノ 野口:ノグチ 武田:タケダ 松井:マツイ 千葉:チバ 菅原:スガワラ 岩崎:イワサキ
久保:クボ 木下:キノシタ 佐野:サノ 野村:ノムラ 松尾:マツオ 市川:イチカワ 菊地:キクチ 杉本:スギモト
古川:フルカワ 大西:オオニシ 島田:シマダ 水野:ミズノ 桜井:サクライ 高野:タカノ 渡部:ワタナベ
吉川:ヨシカワ 山内:ヤマウチ 西田:ニシダ 飯田:イイダ 菊池:キクチ 西川:ニシカワ 小松:コマツ
北村:キタムラ 安田:ヤスダ 五十嵐:イガラシ 川口:カワグチ 平田:ヒラタ 関:セキ 中田:ナカタ
久保田:クボタ 服部:ハットリ 東:ヒガシ 岩田:イワタ 土屋:ツチヤ 川崎:カワサキ 福島:フクシマ
本田:ホンダ 辻:ツジ 樋口:ヒグチ 秋山:アキヤマ 田口:タグチ 永井:ナガイ 山中:ヤマナカ 中西:ナカニシ
吉村:ヨシムラ 川上:カワカミ 石原:イシハラ 大橋:オオハシ 松岡:マツオカ 馬場:ババ 浜田:ハマダ
森本:モリモト 星野:ホシノ 矢野:ヤノ 浅野:アサノ 大久保:オオクボ 吉岡:ヨシオカ 小池:コイケ
野田:ノダ 熊谷:クマガイ 荒木:アラキ 松浦:マツウラ 内藤:ナイトウ 黒田:クロダ 尾崎:オザキ
永田:ナガタ 川村:カワムラ 望月:モチヅキ 松村:マツムラ 荒井:アライ 堀:ホリ 大島:オオシマ
西山:ニシヤマ 平井:ヒライ 児玉:コダマ 広瀬:ヒロセ 片山:カタヤマ 早川:ハヤカワ 横田:ヨコタ
岡崎:オカザキ 荻野:オギノ 本間:ホンマ 須藤:スドウ 柏木:カシワギ 榎本:エノモト 梶原:カジワラ
滝沢:タキザワ 富永:トミナガ 小沢:オザワ 川島:カワシマ 岸本:キシモト 白石:シライシ
成田:ナリタ 三宅:ミヤケ 大谷:オオタニ 関口:セキグチ 神田:カンダ 筒井:ツツイ
牧野:マキノ 奥村:オクムラ 笠原:カサハラ
""")

VARIANT_SURNAMES = _pairs("""
髙橋:タカハシ 山﨑:ヤマザキ 𠮷田:ヨシダ 髙田:タカダ 﨑山:サキヤマ 渡邉:ワタナベ 齋藤:サイトウ
渡邊:ワタナベ 濵田:ハマダ 櫻井:サクライ 廣瀬:ヒロセ 德永:トクナガ 宮﨑:ミヤザキ 髙木:タカギ
𠮷川:ヨシカワ 邊見:ヘンミ 神﨑:カンザキ 瀧澤:タキザワ 冨永:トミナガ 槗本:ハシモト
""")
"""Spellings that break in careless exports (Source: facts §6.6); 𠮷 is U+20BB7."""

OLDER_WOMEN = _pairs("""
陽子:ヨウコ 恵子:ケイコ 由美子:ユミコ 真由美:マユミ 智子:トモコ 久美子:クミコ 裕子:ユウコ
明美:アケミ 直美:ナオミ 幸子:サチコ 和子:カズコ 京子:キョウコ 典子:ノリコ 美穂:ミホ 香織:カオリ
由香:ユカ 恵美:エミ 美紀:ミキ 理恵:リエ 友美:トモミ 早苗:サナエ 千春:チハル 珠美:タマミ
律子:リツコ 文江:フミエ 晴美:ハルミ 房子:フサコ 志保:シホ 雅美:マサミ 聡美:サトミ 里美:サトミ
弥生:ヤヨイ 小百合:サユリ 真理:マリ 慶子:ケイコ 史子:フミコ 朋子:トモコ 佐和子:サワコ 悦子:エツコ
""")
YOUNGER_WOMEN = _pairs("""
美咲:ミサキ 麻衣:マイ 愛:アイ 彩:アヤ 千尋:チヒロ 沙織:サオリ 綾香:アヤカ 瞳:ヒトミ 奈緒:ナオ
亜希子:アキコ 絵里:エリ 春香:ハルカ 未来:ミク 結衣:ユイ 葵:アオイ 莉子:リコ 菜々子:ナナコ
優花:ユウカ 楓:カエデ 杏奈:アンナ 千夏:チナツ 美月:ミヅキ 遥:ハルカ 萌:モエ 桃子:モモコ
琴音:コトネ 玲奈:レナ 花菜:カナ 佳奈:カナ 知佳:チカ 詩織:シオリ 和歌子:ワカコ 奈津美:ナツミ
茜:アカネ 舞:マイ 唯:ユイ
""")
OLDER_MEN = _pairs("""
誠:マコト 浩:ヒロシ 和也:カズヤ 隆:タカシ 茂:シゲル 直樹:ナオキ 健一:ケンイチ 哲也:テツヤ
剛:ツヨシ 学:マナブ 淳:ジュン 悟:サトル 聡:サトシ 博之:ヒロユキ 秀樹:ヒデキ 正人:マサト
康弘:ヤスヒロ 英明:ヒデアキ 孝之:タカユキ 修:オサム 豊:ユタカ 進:ススム 勇:イサム 勝:マサル
清志:キヨシ 伸一:シンイチ 慎也:シンヤ 純一:ジュンイチ 貴志:タカシ 昌宏:マサヒロ 義之:ヨシユキ
克彦:カツヒコ 光男:ミツオ 文雄:フミオ 敏夫:トシオ 幸一:コウイチ 賢治:ケンジ 和彦:カズヒコ
晃:アキラ 靖:ヤスシ 孝司:コウジ 昭夫:アキオ 朗:アキラ
""")
YOUNGER_MEN = _pairs("""
健太:ケンタ 大輔:ダイスケ 達也:タツヤ 拓也:タクヤ 翔太:ショウタ 翔:ショウ 大樹:ダイキ 雄太:ユウタ
亮:リョウ 俊介:シュンスケ 洋平:ヨウヘイ 祐介:ユウスケ 航:ワタル 蓮:レン 颯太:ソウタ 陸:リク
悠斗:ユウト 海斗:カイト 隼人:ハヤト 智也:トモヤ 匠:タクミ 圭吾:ケイゴ 友樹:トモキ 涼介:リョウスケ
信也:シンヤ 啓太:ケイタ 裕太:ユウタ 駿:シュン 涼太:リョウタ 直人:ナオト 雅人:マサト 良太:リョウタ
一樹:カズキ 弘樹:ヒロキ 光:ヒカル
""")

_YOUNGER_FROM = 1982
_VARIANT_SHARE = 0.06
_EVENNESS = 12
_SURNAME_WEIGHTS = tuple(accumulate(1 / (rank + _EVENNESS) for rank in range(len(SURNAMES))))


class NameBook:
    """Hands out names, the first of them with the spellings that must not be missing."""

    def __init__(self, chance: Chance, people: int) -> None:
        self._chance = chance
        turns = chance.sample(range(people), min(people, len(VARIANT_SURNAMES)))
        self._fixed = dict(zip(turns, VARIANT_SURNAMES, strict=False))
        self._turn = 0

    def draw(self, born_in: int, *, is_woman: bool) -> Name:
        """Draw a name usual in the year of birth; two people may bear the same one."""
        surname = self._fixed.get(self._turn) or self._surname()
        self._turn += 1
        is_younger = born_in >= _YOUNGER_FROM
        if is_woman:
            given = self._pick(YOUNGER_WOMEN if is_younger else OLDER_WOMEN)
        else:
            given = self._pick(YOUNGER_MEN if is_younger else OLDER_MEN)
        return Name(f"{surname[0]}　{given[0]}", f"{surname[1]}　{given[1]}")

    def _surname(self) -> tuple[str, str]:
        if self._chance.random() < _VARIANT_SHARE:
            return self._pick(VARIANT_SURNAMES)
        return self._chance.choices(SURNAMES, cum_weights=_SURNAME_WEIGHTS)[0]

    def _pick(self, names: Sequence[tuple[str, str]]) -> tuple[str, str]:
        return names[self._chance.randrange(len(names))]
