-- The criteria and their value functions: change a number here and run again, nothing needs rebuilding.
-- `column` is the indicator, `unit` its unit, `fn` a value function of score.value. Scores run from 0 to 100.
return {
    access = {
        zh = "到枢纽时间", en = "time to hub", unit = "min", column = "access_min",
        -- 0 min -> 100, 60 min -> 0: a declared range, not that of the data
        fn = { kind = "linear", from = { 0, 60 }, to = { 100, 0 } },
    },
    land = {
        zh = "可用土地", en = "land available", unit = "ha", column = "land_ha",
        fn = { kind = "piecewise", points = { { 0, 0 }, { 50, 40 }, { 200, 70 }, { 1000, 100 } } },
    },
    industry = {
        zh = "产业契合", en = "industry fit", column = "industry",
        -- the eight flagship alliances of the twin areas (八大产业旗舰联盟) score full; others by general judgement, to be
        -- replaced by the office's own list
        fn = {
            kind = "categorical", other = 50,
            scores = {
                ["汽车"] = 100, ["电子信息"] = 100, ["协同创新"] = 100, ["会展产业"] = 100, ["现代金融"] = 100,
                ["数字经济"] = 100, ["总部经济"] = 100, ["生物医药"] = 100, ["先进制造"] = 80, ["新能源"] = 80,
                ["轨道交通"] = 80, ["航空经济"] = 70, ["节能环保"] = 70, ["港口物流"] = 70,
            },
        },
    },
    slope = {
        zh = "平均坡度", en = "mean slope", unit = "deg", column = "slope_deg",
        -- grades of the 双评价 chain: 3, 8, 15, 25 degrees
        fn = { kind = "ranges", breaks = { 3, 8, 15, 25 }, scores = { 100, 80, 60, 40, 10 } },
    },
    airport = {
        zh = "到机场时间（航空主题）", en = "time to airport (aviation theme)", unit = "min", column = "airport_min",
        fn = { kind = "linear", from = { 0, 90 }, to = { 100, 0 } },
    },
}
