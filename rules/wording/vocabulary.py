"""The words of time in Vietnamese and the tokens they stand for.

A wording of several words is one token, the longest first. Words that are not here are WORD.
NEVER marks words which change a date in a way the rules do not define: no grammar rule takes them.
Those of NEVER_TIME are themselves about time.
NOISE marks fixed expressions whose words would look like time but say none.
"""

from __future__ import annotations

from collections.abc import Iterator

from .syllables import listed
from .tokens import Value

Sense = tuple[str, Value]
Entry = tuple[str, tuple[Sense, ...]]

PLAIN: dict[str, str] = {
    "DAY": "ngày",
    "WORKDAY": "ngày làm việc",
    "WEEK": "tuần",
    "MONTH": "tháng",
    "QUARTER": "quý",
    "YEAR": "năm",
    "PHASE": "giai đoạn | thời kỳ",
    "EARLY": "mùng | mồng",
    "BEFORE": "trước | trước lúc | trước thời điểm",
    "LATEST": "chậm nhất | muộn nhất | trễ nhất | chậm nhất là | muộn nhất là | trễ nhất là"
    " | không quá | không muộn hơn | không chậm hơn | không trễ hơn | hạn cuối | hạn chót"
    " | hạn cuối là | hạn chót là | hạn cuối cùng | tối đa | tối đa là | tối đa không quá"
    " | nhưng không quá | muộn nhất không quá | chậm nhất không quá",
    "UNTIL": "đến | tới | cho đến | cho tới",
    "THROUGH": "hết | đến hết | tới hết | cho đến hết | cho tới hết",
    "IN": "trong | vào | trong vòng | trong thời hạn | trong thời gian | thời hạn | nội trong"
    " | trong khoảng thời gian | vào lúc | lúc | vào khoảng thời gian | ngay trong",
    "FROM": "từ | tính từ | kể từ",
    "AFTER": "sau",
    "SINCE": "kể từ khi | từ khi | tính từ khi | sau khi | ngay sau khi",
    "WHEN": "khi",
    "AWAIT": "chờ | đợi",
    "BY": "theo | tùy theo | tuỳ theo | căn cứ theo | căn cứ vào | phù hợp với | căn cứ",
    "ISSUE": "ban hành | ký ban hành",
    "BEGIN": "bắt đầu | khởi công | khởi động | triển khai",
    "FINISH": "hoàn thành | thực hiện | xong | kết thúc | hoàn tất",
    "REPORT": "báo cáo",
    "SEND": "gửi | nộp",
    "STANDING": "thường xuyên | liên tục | quanh năm | trong suốt quá trình | suốt quá trình"
    " | trong suốt quá trình thực hiện | trong suốt thời gian thực hiện",
    "WHOLE": "cả | suốt | trong suốt | trong cả | trong toàn bộ | toàn bộ"
    " | trong suốt cả | suốt cả",
    "EVERY": "hằng | hàng | mỗi | từng | định kỳ hằng | định kỳ hàng | định kỳ mỗi",
    "PERIODIC": "định kỳ | theo định kỳ",
    "TIMES": "lần",
    "ATLEAST": "ít nhất | tối thiểu",
    "FIRST": "đầu",
    "MIDDLE": "giữa",
    "LAST": "cuối",
    "FIRSTLY": "đầu tiên",
    "LASTLY": "cuối cùng",
    "ORDINAL": "thứ",
    "SECOND": "nửa",
    "NEXT": "tiếp theo | kế tiếp | tiếp sau | kế sau | liền sau | sau liền kề | liền kề sau"
    " | kế tiếp sau | tiếp theo sau | tiếp sau liền kề | kế tiếp liền kề | sau kế tiếp"
    " | liền kề tiếp theo | tiếp theo liền kề",
    "PREVIOUS": "trước liền kề | liền kề trước | liền trước | trước đó",
    "BESIDE": "liền kề",
    "OF": "của | thuộc",
    "AND": "và",
    "PLURAL": "các | những",
    "NOW": "nay",
}

VALUED: tuple[tuple[str, tuple[Sense, ...]], ...] = (
    ("kỳ báo cáo | kỳ | kỳ hạn báo cáo", (("PERIOD", "report"),)),
    ("quý báo cáo", (("PERIOD", "quarter"),)),
    ("tháng báo cáo", (("PERIOD", "month"),)),
    ("năm báo cáo | năm kế hoạch", (("REPORTYEAR", None),)),
    ("thượng tuần", (("DEKAD", 1),)),
    ("trung tuần", (("DEKAD", 2),)),
    ("hạ tuần", (("DEKAD", 3),)),
    ("chủ nhật", (("WEEKDAY", 6),)),
)

NEVER = (
    "không | chưa | chẳng | trừ | ngoại trừ | hoặc | nếu | khoảng | chừng | trở đi | trở về sau"
    " | trở về trước | trở lại | sớm nhất | rưỡi | gia hạn | lùi | hoãn | dời"
    " | kéo dài | quá | ngoài | gần | xấp xỉ | hơn | dưới | kể cả | tạm dừng"
)

NEVER_TIME = (
    "dịp | tết | âm lịch | tháng giêng | tháng chạp | sau này | hôm nay | ngày mai"
    " | năm nay | tuần này | tháng này | quý này | năm ngoái"
    " | nhiệm kỳ | năm học | học kỳ | niên độ | niên vụ"
    " | năm ngân sách | năm tài chính | tháng tới | năm tới | tuần tới | quý tới | kỳ họp | giờ"
)

VAGUE = (
    "càng sớm càng tốt | kịp thời | khẩn trương | ngay | ngay lập tức | sớm"
    " | sớm nhất có thể | trước mắt | nhanh chóng"
    " | thời gian tới | trong thời gian tới"
    " | trong thời gian sớm nhất | đột xuất | ngay khi có thể"
)

NOISE = (
    "trước hạn | đúng hạn | quá hạn | hết hạn | hết hiệu lực | hết sức"
    " | trước đây | trước pháp luật | hàng không | hàng hóa"
    " | hàng hoá | hàng đầu | hàng loạt | không gian"
    " | không khí | không chỉ | không ngừng | ngày càng | tuần tra"
    " | tuần hoàn | tuần lễ | năng lực | quý vị | quý khách"
    " | từng bước | trung hạn | dài hạn | bước đầu | đầu tư | đầu mối | đứng đầu"
    " | lần đầu | hơn nữa | mỗi người | mỗi cơ quan"
    " | mỗi đơn vị | từng cơ quan | từng đơn vị | sau đại học"
    " | theo dõi | thông tư | tư pháp | liên tục được | sự cố | dưới luật | trước và đúng hạn"
    " | trước, trong và sau | cuối cùng là | nửa chừng"
)

WAITED_FOR = (
    "đúng lộ trình | đúng tiến độ | đúng kế hoạch | đúng thời gian quy định | đúng quy định"
    " | tùy tình hình | tuỳ tình hình | khi cần thiết | khi có yêu cầu | khi phát sinh"
)


def entries() -> Iterator[Entry]:
    """Each wording with what it stands for."""
    for kind, wordings in PLAIN.items():
        yield from ((wording, ((kind, None),)) for wording in listed(wordings))
    for kind, value, wordings in (
        ("NEVER", None, NEVER),
        ("NEVER", "time", NEVER_TIME),
        ("VAGUE", None, VAGUE),
        ("WORD", None, NOISE),
        ("WAIT", None, WAITED_FOR),
    ):
        yield from ((wording, ((kind, value),)) for wording in listed(wordings))
    for wordings, senses in VALUED:
        yield from ((wording, senses) for wording in listed(wordings))
