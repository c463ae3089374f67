-- Rail and water freight between Chengdu, Chongqing and the ports of the upper Yangtze; coordinates are those of the gazetteer.
-- Sources as in SOURCES.md: A2 daily feeder of containers Guoyuan - Luzhou - Yibin; A3 Chengyu train Xiaonanya - Chengdu
-- International Railway Port, 100 trains of 50 TEU in a year, near 2 a week. Speeds, handling and money are [K].
return {
    lines = {
        { id = "CYBL", name = "成渝班列（小南垭—成都国际铁路港）", kind = "rail", per_week = 2, capacity = 50, cost_km = 1.6,
            freq_source = "A3", stops = { "F01", "S11", "S07", "F02" } },
        { id = "CJZX", name = "长江支线班轮（果园港—泸州港—宜宾港）", kind = "water", per_week = 7, capacity = 120, cost_km = 0.5,
            freq_source = "A2", stops = { "H01", "KYR2", "KYR3", "KYR4", "H04", "KYR6", "H05" } },
        { id = "TSLY", name = "铁水联运（果园港—小南垭）", kind = "rail", per_week = 7, capacity = 50, cost_km = 1.6,
            freq_source = "K", stops = { "H01", "F01" } },
    },
    terminals = {
        { id = "F02", lines = "CYBL", handling = 120, cost = 60 },
        { id = "F01", lines = "CYBL;TSLY", handling = 120, cost = 60 },
        { id = "H01", lines = "CJZX;TSLY", handling = 180, cost = 80 },
        { id = "H04", lines = "CJZX", handling = 180, cost = 70 },
        { id = "H05", lines = "CJZX", handling = 180, cost = 70 },
    },
    turns = { -- an invented rule
        { from = "CD1H", to = "TFDD", kind = "no_left_turn", at = "104.0640197,30.6302926", name = "货车禁止左转（虚构）" },
    },
}
