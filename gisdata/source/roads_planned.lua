-- Roads that only a scenario opens (TCNF 9999). Corridor points are those of places.csv; nothing
-- here, neither speed nor length, is tuned to the published travel times.
local fast = "快速路"
return {
    { id = "KLJ", name = "成龙简快速通道", class = fast, lanes = 8, year = 9999, path = [[
        KLJ1 绕城成龙 KLJ2 KLJ3 [-1 104.280,30.512 KLJ4 ] KLJ5 KLJ6 KLJ7 C08 ]] },
    { id = "KLO", name = "成洛简快速通道", class = fast, lanes = 8, year = 9999, path = [[
        KLO1 KLO2 绕城成洛 KLO3 104.300,30.641 [-1 KLO4 KLO5 ] KLO6 KEW7 ]] },
    { id = "KEW", name = "城市东西轴线", class = fast, lanes = 10, year = 9999, path = [[
        KEW1 KEW2 绕城东轴 KEW3 KEW4 KEW5 [-1 104.312,30.566 104.350,30.550 ] KEW6 二绕东轴
        KEW7 ]] },
    { id = "TQ", name = "天邛高速", class = "高速公路", lanes = 6, toll = 0.5, year = 9999, path = [[
        P01 103.740,30.402 新津互通 103.900,30.394 104.000,30.408 104.055,30.418 Z01 ]] },
}
