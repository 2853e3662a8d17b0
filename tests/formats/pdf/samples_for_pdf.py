# ruff: noqa: RUF001 - Chinese punctuation is meant
"""Invented but realistic summaries in four languages, for tests and for looking at pages.

Run it to write the samples as PDF files: `python tests/formats/pdf/samples_for_pdf.py FOLDER`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO

from inventory_app.domain.documents import Document
from inventory_app.domain.figure_words import FigureWords
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.marks import Chart
from inventory_app.domain.rounds import Round
from inventory_app.domain.summaries import (
    Basis,
    CapabilitySummary,
    Completeness,
    CostRow,
    Costs,
    CountRow,
    Coverage,
    DataCentreRow,
    DataCentres,
    EntityRow,
    Figure,
    FindingCounts,
    GapRow,
    Gaps,
    IndicatorRow,
    PeerBand,
    QualityCounts,
    ResponseRow,
    ReturnStatus,
    SecretariatSummary,
    SheetCoverage,
    Standing,
    SummaryHead,
    SystemRow,
    Systems,
    Workforce,
    WorkforceRow,
    figure,
)
from inventory_app.domain.values import ValueState
from inventory_app.formats.pdf.documents import write_document
from inventory_app.formats.pdf.plotted import Plotted
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.documents.entity import entity_document
from inventory_app.services.documents.frame import Frame
from inventory_app.services.documents.secretariat import Whole, secretariat_document

NE, NA, NR = ValueState.NE, ValueState.NA, ValueState.NR

WORDS: dict[str, dict[str, list[str]]] = {
    "en": {
        "names": [
            "United Nations Secretariat",
            "United Nations Office at Nairobi",
            "Office away from Headquarters",
            "Nairobi",
            "Entire Secretariat",
            "January to December 2025",
            "Offices away from Headquarters, 1,000 users and more",
            "A person counts as dedicated from 50 % of working time spent on ICT.",
        ],
        "sheets": ["ICT units", "Staff", "Systems", "Data centres", "Costs"],
        "functions": [
            "Strategy and governance",
            "Application development",
            "Application support",
            "Servers and storage",
            "Networks and telecommunications",
            "Radio and satellite",
            "Service desk",
            "Information security",
            "Data and knowledge management",
            "Project management",
        ],
        "grades": ["Director", "Professional", "Field Service", "General Service", "Non-staff"],
        "types": [
            "Staff",
            "United Nations Volunteers",
            "Individual contractors",
            "Company personnel",
        ],
        "status": ["In operation", "In development", "To be replaced", "Retired"],
        "scope": ["Whole Secretariat", "Several entities", "One entity"],
        "hosting": ["Enterprise data centre", "Local server room", "Public cloud", "Vendor"],
        "criticality": ["Critical", "High", "Medium", "Low"],
        "systems": [
            "Umoja enterprise resource planning",
            "iNeed service management",
            "Official Document System (ODS)",
            "Unite mail and calendar",
            "gDoc repository",
            "Conference services scheduling",
        ],
        "business": ["Finance", "Service management", "Documents", "Communication", "Conferences"],
        "rooms": ["Gigiri main data centre", "Block M server room", "Recovery site Embakasi"],
        "cities": ["Nairobi", "Nairobi", "Mombasa"],
        "roles": ["Enterprise, primary", "Local", "Secondary"],
        "classes": ["Tier 2", "Server room", "Non-tiered"],
        "stages": ["Not closing", "Migration", "Considered"],
        "funds": ["Regular budget", "Support account", "Extrabudgetary", "Missions"],
        "elements": ["Personnel", "Contracts", "Equipment", "Software licences", "Connectivity"],
        "change": ["Run", "Grow", "Transform"],
        "indicators": [
            "Non-dedicated share of the ICT workforce",
            "Users supported per ICT FTE",
            "ICT cost per user",
            "Applications per 1,000 users",
            "Power usage effectiveness",
            "Systems with a recovery test",
            "Virtual systems per physical server",
            "Key-person dependency",
        ],
        "units": [
            "%",
            "users per FTE",
            "USD per user and year",
            "per 1,000 users",
            "ratio",
            "%",
            "per server",
            "%",
        ],
        "definition": [
            "As defined in the catalogue of indicators; blank answers count as the unfavourable one."
        ],
        "gaps": [
            "Enter the number from the metering report",
            "Floor area",
            "Recovery time objective",
        ],
        "notes": ["The baseline is not comparable: the period differs.", "Fewer than three peers."],
    },
    "zh": {
        "names": [
            "联合国秘书处",
            "联合国内罗毕办事处",
            "总部以外办事处",
            "内罗毕",
            "整个秘书处",
            "2025年1月至12月",
            "总部以外办事处，1 000个用户以上",
            "工作时间的50%以上用于信通技术的人员视为专职人员。",
        ],
        "sheets": ["信通技术单位", "工作人员", "系统", "数据中心", "费用"],
        "functions": [
            "战略与治理",
            "应用程序开发",
            "应用程序支助",
            "服务器与存储",
            "网络与电信",
            "无线电与卫星",
            "服务台",
            "信息安全",
            "数据与知识管理",
            "项目管理",
        ],
        "grades": ["主任", "专业人员", "外勤人员", "一般事务人员", "非工作人员"],
        "types": ["工作人员", "联合国志愿人员", "个体订约人", "公司人员"],
        "status": ["运行中", "开发中", "待替换", "已停用"],
        "scope": ["整个秘书处", "若干实体", "单一实体"],
        "hosting": ["企业数据中心", "局域服务器机房", "公有云", "供应商"],
        "criticality": ["关键", "高", "中", "低"],
        "systems": [
            "“团结”企业资源规划系统（Umoja）",
            "iNeed服务管理系统",
            "正式文件系统（ODS）",
            "Unite邮件与日历",
            "gDoc文件库",
            "会议服务排期系统",
        ],
        "business": ["财务", "服务管理", "文件", "通信", "会议"],
        "rooms": ["吉吉里主数据中心", "M座服务器机房", "恩巴卡西灾后恢复站点"],
        "cities": ["内罗毕", "内罗毕", "蒙巴萨"],
        "roles": ["企业，一级", "局域", "二级"],
        "classes": ["2级", "服务器机房", "未分级"],
        "stages": ["不关闭", "迁移中", "考虑中"],
        "funds": ["经常预算", "支助账户", "预算外资源", "特派团"],
        "elements": ["人员", "合同", "设备", "软件许可证", "连接"],
        "change": ["运行", "增长", "转型"],
        "indicators": [
            "信通技术人力中非专职人员所占比例",
            "每名信通技术全职人力支助的用户数",
            "每个用户的信通技术费用",
            "每千名用户的应用程序数",
            "电能使用效率",
            "经过恢复测试的系统",
            "每台物理服务器的虚拟系统数",
            "对关键人员的依赖",
        ],
        "units": ["%", "用户/全职人力", "美元/用户/年", "每千名用户", "比率", "%", "每台", "%"],
        "definition": [
            "分子与分母按指标目录的定义；未填的答复按不利的答复计算（见目录“计算规则”一节）。"
        ],
        "gaps": ["请填入电表报告中的数字", "建筑面积", "恢复时间目标"],
        "notes": ["基线不可比：期间不同。", "同类不足三个。"],
    },
    "ar": {
        "names": [
            "الأمانة العامة للأمم المتحدة",
            "مكتب الأمم المتحدة في نيروبي",
            "مكتب خارج المقر",
            "نيروبي",
            "الأمانة العامة بأكملها",
            "كانون الثاني/يناير إلى كانون الأول/ديسمبر 2025",
            "المكاتب خارج المقر، 1,000 مستخدم فأكثر",
            "يُعتبر الشخص مخصصاً إذا أنفق 50 % من وقت عمله على تكنولوجيا المعلومات والاتصالات (ICT).",
        ],
        "sheets": ["الوحدات", "الموظفون", "النظم", "مراكز البيانات", "التكاليف"],
        "functions": [
            "الاستراتيجية والحوكمة",
            "تطوير التطبيقات",
            "دعم التطبيقات",
            "الخواديم والتخزين",
            "الشبكات والاتصالات",
            "اللاسلكي والسواتل",
            "مكتب الخدمات",
            "أمن المعلومات",
            "إدارة البيانات والمعارف",
            "إدارة المشاريع",
        ],
        "grades": ["مدير", "الفئة الفنية", "الخدمة الميدانية", "الخدمات العامة", "غير الموظفين"],
        "types": ["موظفون", "متطوعو الأمم المتحدة", "متعاقدون أفراد", "موظفو الشركات"],
        "status": ["قيد التشغيل", "قيد التطوير", "سيُستبدل", "خارج الخدمة"],
        "scope": ["الأمانة العامة بأكملها", "عدة كيانات", "كيان واحد"],
        "hosting": ["مركز بيانات مؤسسي", "غرفة خواديم محلية", "سحابة عامة", "مورّد"],
        "criticality": ["حرجة", "عالية", "متوسطة", "منخفضة"],
        "systems": [
            "نظام أوموجا (Umoja) لتخطيط الموارد في المؤسسة",
            "iNeed لإدارة الخدمات",
            "نظام الوثائق الرسمية (ODS)",
            "بريد Unite والتقويم",
            "مستودع gDoc",
            "جدولة خدمات المؤتمرات",
        ],
        "business": ["المالية", "إدارة الخدمات", "الوثائق", "الاتصال", "المؤتمرات"],
        "rooms": [
            "مركز البيانات الرئيسي في جيجيري",
            "غرفة الخواديم - المبنى M",
            "موقع الاستعادة في إمباكاسي",
        ],
        "cities": ["نيروبي", "نيروبي", "مومباسا"],
        "roles": ["مؤسسي، أولي", "محلي", "ثانوي"],
        "classes": ["الفئة 2", "غرفة خواديم", "غير مصنّف"],
        "stages": ["لن يُغلق", "قيد الترحيل", "قيد النظر"],
        "funds": ["الميزانية العادية", "حساب الدعم", "موارد خارجة عن الميزانية", "البعثات"],
        "elements": ["الموظفون", "العقود", "المعدات", "تراخيص البرامجيات", "الربط الشبكي"],
        "change": ["التشغيل", "النمو", "التحول"],
        "indicators": [
            "حصة غير المخصصين من القوة العاملة",
            "المستخدمون لكل مكافئ متفرغ",
            "تكلفة تكنولوجيا المعلومات لكل مستخدم",
            "التطبيقات لكل 1,000 مستخدم",
            "فعالية استخدام الطاقة",
            "النظم التي خضعت لاختبار الاستعادة",
            "النظم الافتراضية لكل خادوم مادي",
            "الاعتماد على أشخاص بعينهم",
        ],
        "units": [
            "%",
            "مستخدم لكل مكافئ",
            "دولار لكل مستخدم سنوياً",
            "لكل 1,000 مستخدم",
            "نسبة",
            "%",
            "لكل خادوم",
            "%",
        ],
        "definition": [
            "البسط والمقام كما في دليل المؤشرات؛ وتُحسب الإجابات الخالية إجابةً غير مواتية (ISO/IEC 30134)."
        ],
        "gaps": ["أدخل الرقم من تقرير العدّاد", "المساحة", "هدف زمن الاستعادة (RTO)"],
        "notes": ["خط الأساس غير قابل للمقارنة: الفترة مختلفة.", "أقل من ثلاثة نظراء."],
    },
    "ru": {
        "names": [
            "Секретариат Организации Объединенных Наций",
            "Отделение Организации Объединенных Наций в Найроби",
            "Отделение за пределами Центральных учреждений",
            "Найроби",
            "Весь Секретариат",
            "январь — декабрь 2025 года",
            "Отделения за пределами Центральных учреждений, 1 000 пользователей и более",
            "Сотрудник считается выделенным, если не менее 50 % рабочего времени занято ИКТ.",
        ],
        "sheets": [
            "Подразделения ИКТ",
            "Персонал",
            "Системы",
            "Центры обработки данных",
            "Расходы",
        ],
        "functions": [
            "Стратегия и управление",
            "Разработка прикладных программ",
            "Поддержка прикладных программ",
            "Серверы и хранение данных",
            "Сети и телекоммуникации",
            "Радио- и спутниковая связь",
            "Служба технической поддержки",
            "Информационная безопасность",
            "Управление данными и знаниями",
            "Управление проектами",
        ],
        "grades": ["Директора", "Специалисты", "Полевая служба", "Общее обслуживание", "Прочие"],
        "types": [
            "Сотрудники",
            "Добровольцы ООН",
            "Индивидуальные подрядчики",
            "Персонал компаний",
        ],
        "status": ["Эксплуатируется", "Разрабатывается", "Подлежит замене", "Выведена"],
        "scope": ["Весь Секретариат", "Несколько структур", "Одна структура"],
        "hosting": ["Общий центр данных", "Местная серверная", "Публичное облако", "Поставщик"],
        "criticality": ["Критическая", "Высокая", "Средняя", "Низкая"],
        "systems": [
            "Система общеорганизационного планирования ресурсов «Умоджа»",
            "iNeed, управление услугами",
            "Система официальной документации (СОД)",
            "Почта и календарь Unite",
            "Хранилище gDoc",
            "Планирование конференций",
        ],
        "business": ["Финансы", "Управление услугами", "Документы", "Связь", "Конференции"],
        "rooms": [
            "Главный центр данных в Гигири",
            "Серверная корпуса М",
            "Резервный центр в Эмбакаси",
        ],
        "cities": ["Найроби", "Найроби", "Момбаса"],
        "roles": ["Общий, основной", "Местный", "Вторичный"],
        "classes": ["Уровень 2", "Серверная", "Без уровня"],
        "stages": ["Не закрывается", "Перенос", "Рассматривается"],
        "funds": ["Регулярный бюджет", "Вспомогательный счет", "Внебюджетные", "Миссии"],
        "elements": ["Персонал", "Контракты", "Оборудование", "Лицензии", "Связь"],
        "change": ["Эксплуатация", "Рост", "Преобразование"],
        "indicators": [
            "Доля невыделенного персонала ИКТ",
            "Число пользователей на одну ставку ИКТ",
            "Расходы на ИКТ на пользователя",
            "Прикладные программы на 1 000 пользователей",
            "Эффективность использования энергии",
            "Системы, прошедшие проверку восстановления",
            "Виртуальные системы на физический сервер",
            "Зависимость от ключевых лиц",
        ],
        "units": [
            "%",
            "чел. на ставку",
            "долл. США в год",
            "на 1 000 чел.",
            "отношение",
            "%",
            "на сервер",
            "%",
        ],
        "definition": [
            "Числитель и знаменатель согласно каталогу показателей; пустой ответ считается неблагоприятным."
        ],
        "gaps": ["Внесите число из отчета счетчика", "Площадь", "Целевое время восстановления"],
        "notes": [
            "Базовый показатель несопоставим: другой период.",
            "Менее трех сопоставимых структур.",
        ],
    },
}


def a_head(code: str = "en", **changes) -> SummaryHead:
    names = WORDS[code]["names"]
    head = SummaryHead(
        organisation=names[0],
        entity_code="UNON",
        entity_name=names[1],
        entity_type_label=names[2],
        duty_station_label=names[3],
        round_code="2026",
        as_of=date(2026, 6, 30),
        deadline=date(2026, 10, 31),
        printed_on=date(2026, 11, 23),
        program_version="0.1.0",
        language=code,
        parameters=(names[7],),
    )
    return replace(head, **changes)


def a_coverage(code: str = "en") -> Coverage:
    units, staff, systems, rooms, costs = WORDS[code]["sheets"]
    rows = (
        SheetCoverage(label=units, records=3, completeness=Completeness(filled=30, due=30)),
        SheetCoverage(label=staff, records=62, completeness=Completeness(filled=731, due=744)),
        SheetCoverage(label=systems, records=48, completeness=Completeness(filled=529, due=576)),
        SheetCoverage(label=rooms, records=3, completeness=Completeness(filled=34, due=36)),
        SheetCoverage(
            label=costs,
            records=0,
            completeness=Completeness(filled=0, due=0),
            standing=Standing.NOTHING_TO_REPORT,
        ),
    )
    return Coverage(
        status=ReturnStatus.LATE,
        received_on=date(2026, 11, 4),
        completeness=Completeness(filled=1324, due=1386),
        sheets=rows,
        findings=FindingCounts(blocks=2, comment=5, notice=11),
        quality=QualityCounts(measured=38, records=57, estimated=17, unknown=4),
        open_conflicts=1,
    )


def workforce_rows(labels, seed) -> tuple[WorkforceRow, ...]:
    rows = []
    for index, label in enumerate(labels):
        dedicated = Decimal((seed * (index + 2) * 7) % 83) / 10
        other = Decimal((seed * (index + 3) * 5) % 31) / 10
        rows.append(
            WorkforceRow(
                label=label,
                fte_dedicated=figure(dedicated),
                fte_non_dedicated=figure(other, NE if index == 2 else None),
                persons=figure(int(dedicated + other * 3) + 1),
            )
        )
    return tuple(rows)


def a_workforce(code: str = "en") -> Workforce:
    return Workforce(
        basis=Basis(completeness=Completeness(filled=731, due=744)),
        fte_total=figure(Decimal("41.5"), NE),
        fte_dedicated=figure(Decimal("30.0")),
        fte_non_dedicated=figure(Decimal("11.5"), NE),
        headcount=figure(62),
        vacant_posts=figure(None),
        ict_cost=figure(Decimal("4126350.40")),
        by_function=workforce_rows(WORDS[code]["functions"], 13),
        by_grade=workforce_rows(WORDS[code]["grades"], 11),
        by_personnel_type=workforce_rows(WORDS[code]["types"], 17),
    )


def counted(labels, *counts) -> tuple[CountRow, ...]:
    return tuple(
        CountRow(label=label, count=count) for label, count in zip(labels, counts, strict=True)
    )


def some_systems(code: str = "en") -> Systems:
    words = WORDS[code]
    users = (2210, 1987, 1500, 1466, 640, 83)
    most_used = tuple(
        SystemRow(
            name=name,
            function_label=words["business"][index % 5],
            hosting_label=words["hosting"][index % 4],
            criticality_label=words["criticality"][index % 4],
            users=figure(users[index]),
            rto_hours=figure((4, 24, None, 8, 72, None)[index], NA if index == 5 else None),
        )
        for index, name in enumerate(words["systems"])
    )
    return Systems(
        basis=Basis(completeness=Completeness(filled=529, due=576)),
        total=figure(48),
        by_status=counted(words["status"], 37, 4, 5, 2),
        by_scope=counted(words["scope"], 6, 11, 31),
        by_hosting=counted(words["hosting"], 12, 23, 9, 4),
        by_criticality=counted(words["criticality"], 5, 12, 19, 12),
        most_used=most_used,
        without_recovery_test=figure(9),
        recovery_test_due=figure(17),
    )


def some_data_centres(code: str = "en") -> DataCentres:
    words = WORDS[code]
    values = ((420, 64, 131, 512, "1.62"), (38, 6, 14, 30, None), (55, 8, None, None, None))
    rows = tuple(
        DataCentreRow(
            name=words["rooms"][index],
            city=words["cities"][index],
            role_label=words["roles"][index],
            class_label=words["classes"][index],
            stage_label=words["stages"][index],
            area_m2=figure(area),
            racks=figure(racks),
            servers=figure(servers),
            virtual_os=figure(guests),
            pue=figure(Decimal(pue) if pue else None, None if pue or index == 1 else NA),
        )
        for index, (area, racks, servers, guests, pue) in enumerate(values)
    )
    completeness = Completeness(filled=34, due=36)
    return DataCentres(basis=Basis(completeness=completeness), total=figure(3), rows=rows)


def some_costs(code: str = "en") -> Costs:
    words = WORDS[code]

    def rows(labels, *amounts):
        return tuple(
            CostRow(label=label, amount=figure(None if amount is None else Decimal(amount)))
            for label, amount in zip(labels, amounts, strict=True)
        )

    return Costs(
        period=words["names"][5],
        basis=Basis(completeness=Completeness(filled=112, due=120)),
        total=figure(Decimal("7731950.75")),
        by_fund=rows(words["funds"], "4126350.40", "1210000", "2395600.35", None),
        by_element=rows(
            words["elements"], "4126350.40", "1501000", "840000", "764600.35", "500000"
        ),
        by_change=rows(words["change"], "5800000", "1231950.75", "700000"),
    )


def some_indicators(code: str = "en") -> tuple[IndicatorRow, ...]:
    words = WORDS[code]
    group = words["names"][6]

    def band(*values: str, n: int = 9) -> PeerBand:
        numbers = [Decimal(value) for value in values]
        if len(numbers) == 3:
            low, middle, high = numbers
            return PeerBand(group_label=group, n=n, minimum=low, median=middle, maximum=high)
        low, q1, middle, q3, high = numbers
        return PeerBand(
            group_label=group, n=n, minimum=low, q1=q1, median=middle, q3=q3, maximum=high
        )

    known = (
        ("W02", "27.7", "11.5", "41.5", band("4", "12.5", "21", "33", "48"), None, "L", 1),
        ("W03", "53.3", "2210", "41.5", band("18", "31", "40.5", "52", "77"), "45", "T", 1),
        (
            "C02",
            "3498.62",
            "7731950.75",
            "2210",
            band("1910", "2800", "3350", "4120", "8807"),
            None,
            "L",
            0,
        ),
        ("S01", "21.7", "48", "2210", band("14", "25", "38", n=4), None, "L", 1),
        ("D01", None, None, None, band("1.31", "1.5", "1.66", "1.82", "2.4"), "1.5", "L", 2),
        ("R02", "47.1", "8", "17", None, "100", "H", 1),
        ("D05", "3.9", "512", "131", band("1.2", "2.2", "3.1", "4.4", "6"), "4", "H", 1),
        ("W07", None, None, None, None, None, "L", 1),
    )
    return tuple(
        IndicatorRow(
            id=id_,
            name=words["indicators"][index],
            unit_label=words["units"][index],
            definition=words["definition"][0],
            value=figure(Decimal(value) if value else None, NE if id_ == "W02" else None),
            numerator=figure(Decimal(numerator) if numerator else None),
            denominator=figure(Decimal(denominator) if denominator else None),
            coverage="98 %" if index % 2 else "",
            peers=peers,
            target=Decimal(target) if target else None,
            direction=direction,
            places=places,
            note=words["notes"][1] if id_ == "R02" else "",
        )
        for index, (
            id_,
            value,
            numerator,
            denominator,
            peers,
            target,
            direction,
            places,
        ) in enumerate(known)
    )


def some_gaps(code: str = "en", shown: int = 8) -> Gaps:
    words = WORDS[code]
    strengths = ("blocks", "blocks", "comment", "comment", "comment", "notice", "notice", "notice")
    rows = tuple(
        GapRow(
            sheet=words["sheets"][2 + index % 2],
            record=(words["systems"][index % 6], words["rooms"][index % 3])[index % 2],
            field=words["gaps"][1 + (index + 1) % 2],
            action=words["gaps"][0],
            strength=strengths[index % 8],
        )
        for index in range(shown)
    )
    return Gaps(total=18, rows=rows)


def a_capability_summary(code: str = "en", **changes) -> CapabilitySummary:
    summary = CapabilitySummary(
        head=a_head(code),
        coverage=a_coverage(code),
        workforce=a_workforce(code),
        systems=some_systems(code),
        data_centres=some_data_centres(code),
        costs=some_costs(code),
        indicators=some_indicators(code),
        gaps=some_gaps(code),
    )
    return replace(summary, **changes)


def write_capability_summary(summary: CapabilitySummary, target: Path | IO[bytes]) -> None:
    write_document(entity_document(summary), target)


def an_empty_summary(code: str = "en") -> CapabilitySummary:
    nothing = Completeness(filled=0, due=0)
    return CapabilitySummary(
        head=replace(a_head(code), parameters=()),
        coverage=Coverage(status=ReturnStatus.NOT_ANSWERED, completeness=nothing),
        workforce=Workforce(standing=Standing.NOT_REPORTED),
        systems=Systems(standing=Standing.NOT_REPORTED),
        data_centres=DataCentres(
            standing=Standing.NOTHING_TO_REPORT, total=Figure(value=Decimal(0), state=ValueState.OK)
        ),
        costs=Costs(standing=Standing.NOT_REPORTED),
    )


def a_secretariat_summary(code: str = "en", entities: int = 60) -> SecretariatSummary:
    words = WORDS[code]
    statuses = (
        ReturnStatus.ANSWERED,
        ReturnStatus.ANSWERED,
        ReturnStatus.LATE,
        ReturnStatus.UNCHANGED,
        ReturnStatus.ANSWERED,
        ReturnStatus.NOT_ANSWERED,
    )
    rows = []
    for index in range(entities):
        status = statuses[index % 6]
        silent = status == ReturnStatus.NOT_ANSWERED
        rows.append(
            EntityRow(
                code=f"ENT-{index:03d}",
                name=f"{words['names'][1]} {index}",
                type_label=words["names"][2],
                status=status,
                completeness=Completeness(filled=0 if silent else 900 + index, due=1000),
                fte_dedicated=figure(None if silent else Decimal(index * 3 % 71) + Decimal("0.5")),
                fte_non_dedicated=figure(None if silent else Decimal(index * 5 % 23)),
                systems=figure(None if silent else index * 7 % 61),
                data_centres=figure(None if silent else index % 4),
                cost=figure(None if silent else Decimal(100_000 + index * 77_777)),
            )
        )
    summary = a_capability_summary(code)
    group = Basis(
        completeness=Completeness(filled=61324, due=65386), entities=50, entities_asked=60
    )
    types = (words["names"][2], *words["grades"][:4])
    return SecretariatSummary(
        head=a_head(
            code,
            entity_code="",
            entity_name=words["names"][4],
            entity_type_label="",
            duty_station_label="",
        ),
        coverage=replace(summary.coverage, status=None, received_on=None),
        responses=tuple(
            ResponseRow(label=label, asked=12, answered=12 - index, late=2, outstanding=index)
            for index, label in enumerate(types)
        ),
        entities=tuple(rows),
        workforce=replace(summary.workforce, basis=group),
        systems=replace(summary.systems, basis=group),
        data_centres=replace(summary.data_centres, basis=group),
        costs=replace(summary.costs, basis=group),
        indicators=summary.indicators,
        gaps=summary.gaps,
    )


def secretariat_sample(summary: SecretariatSummary) -> Document:
    """Return the document on many entities, without any indicator assessed."""
    head = summary.head
    assessment = Assessment(
        round=Round(code=head.round_code, as_of=head.as_of, deadline=head.deadline),
        computed_on=head.printed_on, indicators=default_indicators(), definitions=(), entities={},
        asked={}, figures={}, totals={}, comparisons={},
    )  # fmt: skip
    frame = Frame(head=head, words=FigureWords(head.language))
    whole = Whole(summary=summary, assessment=assessment, entities=())
    return secretariat_document(frame, whole)


def write_secretariat_summary(summary: SecretariatSummary, target: Path | IO[bytes]) -> None:
    write_document(secretariat_sample(summary), target)


@dataclass(frozen=True)
class High:
    """A chart with nothing in it but its height, in points."""

    points: float

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        return Chart(width=width, height=self.points, marks=())


def tall(height: float) -> Plotted:
    """Return a block of this height that is not divided."""
    return Plotted(plot=High(height), right_to_left=False, after=0)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for code in WORDS:
        write_capability_summary(a_capability_summary(code), folder / f"capability-{code}.pdf")
        write_secretariat_summary(a_secretariat_summary(code), folder / f"secretariat-{code}.pdf")
    write_capability_summary(an_empty_summary(), folder / "capability-empty.pdf")


if __name__ == "__main__":
    main()
