"""What a refusal says, in both languages; `{}` stands for the words it is about."""

from __future__ import annotations

from ..text import Text

EMPTY = Text("Không có chữ nào", "There are no words")
NO_TIME = Text("Không có từ nào chỉ thời gian", "No word of time")
UNKNOWN = Text("Không hiểu “{}” ở đây", "“{}” is not understood here")
UNFINISHED = Text(
    "Câu chưa trọn: còn thiếu phần sau “{}”", "Unfinished: something is missing after “{}”"
)
UNSURE_CITATION = Text(
    "“{}” có thể là tên văn bản, không chắc là thời hạn",
    "“{}” may be the title of a document; it is not surely a deadline",
)
NOT_DEFINED = Text(
    "Quy tắc không định nghĩa “{}”, nên không suy ra được ngày",
    "The rules do not define “{}”, so no date follows",
)
MAYBE_BOUND = Text(
    "“{}” có phải là “{word}” không? Ngày sẽ khác đi, nên không đoán",
    "Is “{}” meant to be “{word}”? It would change the date, so it is not guessed",
)
SHORT_YEAR = Text("Năm phải viết đủ bốn chữ số", "The year must have four digits")
MONTH_OR_WEEKDAY = Text(
    "“{}” có thể là tháng hoặc thứ: hãy viết “tháng” hoặc “thứ”",
    "“{}” may be a month or a weekday: write “tháng” or “thứ”",
)
FIGURES = Text("Không rõ “{}” có phải là thời hạn không", "It is not clear that “{}” is about time")
SLASH_OR_ONE = Text(
    "“{}”: nét giữa là dấu “/”, số 1 hay chữ I?", "“{}”: is the stroke in it “/”, 1 or I?"
)
LETTER_IN_FIGURES = Text("“{}” có chữ lẫn trong số", "“{}” has a letter among its figures")
ONE_OR_ROMAN = Text("“{}” có thể là nhiều số khác nhau", "“{}” may be one of several numbers")
SPLIT_FIGURES = Text("“{}”: số bị tách rời?", "“{}”: is it one number?")
STRAY_MARK = Text("Dấu rời ở “{}”", "A mark stands loose at “{}”")
RUN_TOGETHER = Text("Không rõ “{}” gồm những từ nào", "It is not clear of which words “{}” is made")
IMPOSSIBLE_DAY = Text("Không có ngày này", "There is no such day")
IMPOSSIBLE_DATE = Text("Không có ngày {}", "There is no {}")
IMPOSSIBLE_MONTH = Text("Không có tháng {}", "There is no month {}")
IMPOSSIBLE_QUARTER = Text("Không có quý {}", "There is no quarter {}")
IMPOSSIBLE_YEAR = Text("Năm phải từ 1900 đến 2999", "The year must be from 1900 to 2999")
IMPOSSIBLE_WEEKDAY = Text("Không có thứ này", "There is no such weekday")
IMPOSSIBLE_HOUR = Text("Không có giờ này", "There is no such hour")
IMPOSSIBLE_MONTHS = Text(
    "Chỉ hiểu 3, 6, 9 tháng đầu năm hoặc cuối năm", "Only 3, 6 or 9 months of a year are understood"
)
MIDNIGHT = Text(
    "0 giờ là đầu ngày: hãy viết ngày trước đó", "Midnight begins the day: name the day before"
)
WEEKDAY_DIFFERS = Text("Ngày {} là {}, không phải {}", "{} is a {}, not a {}")
BACKWARDS = Text("Kết thúc ({}) trước khi bắt đầu ({})", "It ends ({}) before it begins ({})")
CYCLE_UNKNOWN = Text(
    "Không có chu kỳ này: chỉ có tuần, tháng, quý, 6 tháng, năm",
    "No such cycle: there are week, month, quarter, six months, year",
)
SEVERAL_CYCLES = Text(
    "Nhiều chu kỳ trong một câu: cần biết kỳ báo cáo",
    "Several cycles in one phrase: the report's period must be known",
)
CYCLES_DIFFER = Text("Các chu kỳ trong câu không khớp nhau", "The cycles in the phrase differ")
NO_FIT = Text("Câu không nói gì về kỳ {}", "The phrase says nothing of the period {}")
REPORT_YEAR = Text(
    "Không rõ ngày này thuộc năm báo cáo hay năm sau: hãy viết năm",
    "Is this day in the report's year or the next? Name the year",
)
YEARS_DIFFER = Text("Không rõ năm nào: câu nêu nhiều năm", "Which year? The phrase names several")
MIXED_LIST = Text(
    "Danh sách lẫn lộn nhiều loại kỳ, không chắc là từng thời hạn",
    "A list of different kinds of periods is not surely a list of deadlines",
)
SAID_TWICE = Text("Cùng một kỳ được nêu hai lần", "One period is named twice")
MIXED_WAIT = Text(
    "Một phần có ngày, một phần chờ sự kiện: hãy tách thành hai nhiệm vụ",
    "One part has a date and another waits: make two duties of it",
)
NO_END = Text("Chỉ có lúc bắt đầu, không có lúc kết thúc", "A beginning without an end")
BARE_NUMBER = Text("Số này là ngày, tháng hay quý?", "Is this number a day, a month or a quarter?")
DAY_OF_WHICH = Text("Ngày này của tháng nào?", "Of which month is this day?")
BOUND_ON_SPAN = Text(
    "“trước” không đi với một khoảng thời gian", "“before” does not go with a span"
)
BOUND_ON_POSITION = Text(
    "“trước đầu/giữa/cuối kỳ” có thể hiểu hai cách", "“before” a position can be taken two ways"
)
BOUND_ON_TERM = Text("Giới hạn này không đi với một thời hạn", "This bound does not go with a term")
BOUND_ON_WEEKDAY = Text(
    "Giới hạn này không đi với một thứ hằng tuần", "This bound does not go with a weekly weekday"
)
SHARED_YEAR = Text(
    "“{}” có thể chỉ nói về kỳ cuối: hãy viết năm ở mỗi kỳ",
    "“{}” may be said of the last period alone: name the year at each",
)
RRULE_BAD = Text("RRULE không hợp lệ: {}", "Not a valid RRULE: {}")
RRULE_NONE = Text("RRULE không cho ngày nào trong kế hoạch", "The RRULE gives no day in the plan")
OUT_OF_RANGE = Text("Ngày nằm ngoài phạm vi tính được", "The day is out of range")
