-- City roads of Chengdu and the Tianfu area: a sensible schematic grid with familiar names, not a
-- survey. whole = true leaves a road in one piece, so that its crossings must be noded on reading.
local fast, main, second = "快速路", "主干路", "次干路"
return {
    { id = "CD3H", name = "三环路", class = fast, lanes = 8, path = [[
        三环南 KLJ1 KEW2 KLO1 104.140,30.690 三环东北 三环北 三环西北 三环西 三环西南 三环南 ]] },
    { id = "CD2H", name = "二环高架路", class = fast, speed = 60, path = [[
        [1 二环南 104.098,30.624 二环东 104.117,30.680 二环北 104.033,30.688 二环西
        104.030,30.632 二环南 ] ]] },
    { id = "CD1H", name = "一环路", class = main, path = [[
        一环北 太升北 红星北 104.094,30.672 KEW1 M1305 红星南 太升南 C16 104.033,30.655
        104.045,30.680 一环北 ]] },
    { id = "RMBL", name = "人民北路", class = main, path = [[
        天府广场 一环北 二环北 S03 三环北 绕城北 ]] },
    { id = "TFDD", name = "天府大道", class = main, lanes = 8, path = [[
        天府广场 M1303 104.064,30.6305 二环南 S02 三环南 Z08 绕城南 P10 104.069,30.500
        104.072,30.460 Z17 P16 104.071,30.410 Z06 ]] },
    { id = "SDDD", name = "蜀都大道", class = main, path = [[
        三环西 二环西 天府广场 KEW1 二环东 S01 KEW2 ]] },
    { id = "GHDD", name = "光华大道", class = main, path = [[ 三环西 绕城成温 C22 ]] },
    { id = "G318", name = "国道318线(驿都大道)", class = main, path = [[
        KEW2 104.165,30.612 绕城成渝 104.206,30.580 M1308 Z04 C05 Z24 ]] },
    { id = "G318", name = "国道318线(武侯大道)", class = main, path = [[ C16 三环西南 ]] },
    { id = "CLDD", name = "成龙大道", class = main, path = [[
        KLJ1 104.152,30.592 绕城成龙 104.197,30.563 KLJ2 104.240,30.540 KLJ3 C05 ]] },
    { id = "YZDD", name = "益州大道", class = main, whole = true, path = [[
        104.045,30.598 104.046,30.545 104.050,30.480 RLJ1 104.056,30.398 ]] },
    { id = "ZZDD", name = "梓州大道", class = main, whole = true, path = [[
        M1306 104.104,30.545 104.106,30.500 104.110,30.460 104.116,30.420 104.118,30.391 ]] },
    { id = "HFDD", name = "华府大道", class = main, whole = true, path = [[
        A01 103.975,30.535 104.046,30.525 104.105,30.523 ]] },
    { id = "LSDD", name = "麓山大道", class = main, whole = true, path = [[
        103.930,30.500 103.985,30.497 104.050,30.490 104.106,30.488 ]] },
    { id = "SYL", name = "沈阳路(示意)", class = main, whole = true, path = [[
        104.020,30.462 104.052,30.461 104.072,30.460 RLJ5 104.110,30.460 ]] },
    { id = "SHDD", name = "双流华阳大件路(示意)", class = main, path = [[
        C07 103.930,30.500 104.000,30.460 104.020,30.462 104.030,30.432 ]] },
    { id = "JNDD", name = "剑南大道", class = main, whole = true, path = [[
        三环西南 104.025,30.560 104.028,30.500 104.020,30.462 ]] },
    { id = "SHL3", name = "三环南辅道益州段", class = main, path = [[ 三环南 104.045,30.598 三环西南 ]] },
    { id = "RLJ", name = "两江路(示意)", class = main, path = [[ RLJ1 P16 Z01 RLJ4 RLJ5 ]] },
    { id = "QHS", name = "秦皇寺大道(示意)", class = main, path = [[
        104.072,30.460 Z16 Z01 P14 P11 P12 Z06 ]] },
    { id = "KXC", name = "科学城中路(示意)", class = main, path = [[
        104.056,30.398 Z06 104.090,30.388 104.118,30.391 S05 ]] },
    { id = "XLL", name = "兴隆街路(示意)", class = second, path = [[ P11 104.116,30.420 兴隆互通 S05 ]] },
    { id = "JCL", name = "双流机场路", class = main, path = [[ C07 A01 绕城成雅 ]] },
    { id = "CHDD", name = "成环大道(示意)", class = main, whole = true, path = [[
        Z08 104.104,30.575 104.125,30.578 104.152,30.592 ]] },
    { id = "JCDD", name = "经开大道(示意)", class = main, path = [[
        KLJ2 Z15 Z14 M1308 104.240,30.572 龙泉互通 104.262,30.600 104.240,30.657 ]] },
    { id = "HXL", name = "红星路(示意单行)", class = second, lanes = 3, oneway = "FT", path = [[
        红星北 C17 红星南 ]] },
    { id = "TSL", name = "太升路(示意单行)", class = second, lanes = 3, oneway = "TF", path = [[
        太升北 104.075,30.664 M1304 太升南 ]] },
    { id = "JZDD", name = "简州大道(示意)", class = main, path = [[
        石盘互通 Z11 P19 104.505,30.480 104.525,30.440 C08 ]] },
    { id = "KGDD", name = "空港大道(示意)", class = main, path = [[
        Z12 P20 104.475,30.325 A02 ]] },
}
