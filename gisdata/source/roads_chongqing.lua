-- City roads of Chongqing: schematic, bridges and tunnels only where they matter for noding.
local fast, main, second = "快速路", "主干路", "次干路"
return {
    { id = "CQNH", name = "重庆内环快速路", class = fast, path = [[
        北环 五里店 黑石子 大佛寺 106.605,29.540 四公里 李家沱 106.480,29.468 华岩 上桥
        106.440,29.550 杨公桥 高家花园 大石坝 北环 ]] },
    { id = "XNL", name = "新南路", class = main, path = [[ 北环 S12 人和 Z02 礼嘉 ]] },
    { id = "JKDD", name = "金开大道", class = main, path = [[ Z02 106.537,29.690 P17 ]] },
    { id = "LJDD", name = "礼嘉大道(示意)", class = main, path = [[
        大石坝 P09 P08 106.492,29.650 RTF1 106.478,29.730 106.425,29.790 C47 ]] },
    { id = "JYDD", name = "金渝大道(示意)", class = main, whole = true, path = [[
        P08 人和 106.565,29.634 106.600,29.640 ]] },
    { id = "JSDD", name = "金山大道(示意)", class = main, whole = true, path = [[
        106.600,29.640 106.590,29.670 C43 ]] },
    { id = "ZMS", name = "照母山路(示意)", class = main, whole = true, path = [[
        106.492,29.650 礼嘉 106.552,29.668 106.590,29.670 ]] },
    { id = "RTF", name = "天府路(示意)", class = main, path = [[ RTF1 RTF2 RTF3 RTF4 RTF5 P17 ]] },
    { id = "YLDD", name = "悦来水土路(示意)", class = main, path = [[
        P17 106.532,29.760 P13 绕城水土 ]] },
    { id = "YLDD", name = "水土北碚路(示意)", class = second, path = [[ P13 106.470,29.815 C47 ]] },
    { id = "KGL", name = "两路空港路(示意)", class = main, path = [[ P17 106.590,29.715 C43 A03 ]] },
    { id = "HEL", name = "海尔路", class = main, path = [[
        S12 C41 106.585,29.618 H02 Z21 黑石子 106.660,29.618 P18 F04 绕城复盛 P15 ]] },
    { id = "SGL", name = "疏港路(示意)", class = second, path = [[ P18 H01 ]] },
    { id = "BBL", name = "江北嘴路(示意)", class = main, path = [[ 五里店 Z22 C40 C42 四公里 ]] },
    { id = "CJL", name = "长江一二路", class = main, path = [[ C40 大坪 106.490,29.540 C15 S14 杨公桥 ]] },
    { id = "YZL", name = "杨九路(示意)", class = main, path = [[ 大坪 C44 C45 华岩 ]] },
    { id = "YHL", name = "鱼洞路(示意)", class = main, path = [[ 李家沱 C46 绕城南彭 ]] },
    { id = "XZL", name = "重庆西站路(示意)", class = main, path = [[ 上桥 S13 华岩 ]] },
    { id = "ZLDD", name = "珞璜大道(示意)", class = main, path = [[
        S13 106.425,29.440 106.438,29.390 H03 Z19 F01 ]] },
    { id = "LHL", name = "珞璜互通路(示意)", class = second, path = [[ H03 绕城珞璜 ]] },
    { id = "DXC", name = "大学城隧道路", class = main, path = [[
        C15 106.430,29.547 [-1 106.420,29.553 106.385,29.570 ] 大学城 Z07 ]] },
    { id = "KXDD", name = "科学大道(示意)", class = main, path = [[
        C47 106.345,29.720 绕城西永 Z18 大学城 106.340,29.545 Z05 绕城走马 ]] },
    { id = "KXDD", name = "科学大道支线(示意)", class = second, path = [[ Z07 Z05 ]] },
    { id = "FJL", name = "福江路(示意)", class = main, path = [[ 双福 106.262,29.340 C14 江津南互通 ]] },
    { id = "BJL", name = "滨江珞江路(示意)", class = second, path = [[ C14 106.340,29.300 Z19 ]] },
}
