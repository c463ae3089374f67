-- Manifest: data only. The build puts it beside the library, as plugin.lua.
return {
    api = 1,
    kind = "native",
    name = "example_native",
    version = "0.1.0",
    owner = "Jiangtian developers",
    title = { zh = "原生插件示例：形状紧凑度", en = "Sample of a native plugin: compactness of shapes" },
    help = {
        zh = "用 C 写的插件，只依赖 jt_plugin.h；复制此文件夹即可开始写自己的插件",
        en = "a plugin in C that needs jt_plugin.h alone; copy the folder to start one of your own",
    },
    body = "example_native.so",
    operators = {
        {
            name = "compactness",
            version = 1,
            title = { zh = "形状紧凑度", en = "Compactness" },
            help = {
                zh = "面的紧凑度 4πA/P²（Polsby 和 Popper，1991）：圆为 1，越狭长越接近 0；A 为面积，P 为全部边界（含内环）长度",
                en = "4 pi A / P^2 of areas (Polsby and Popper 1991): 1 for a circle, towards 0 the longer and thinner; A is the area, "
                    .. "P the length of all boundaries, holes too",
            },
            ports = {
                { name = "areas", kind = "layer", help = { zh = "面图层，投影坐标系", en = "areas, in a projected CRS" } },
            },
            params = {
                { name = "low", type = "number", default = 0.2, min = 0, max = 1,
                    help = { zh = "低于此值的面列入提示", en = "areas below it are told" } },
            },
            outputs = {
                { name = "areas", kind = "layer", help = { zh = "原图层加一列", en = "the layer with one column more" }, columns = {
                    { name = "compactness", type = "real", title = { zh = "紧凑度", en = "compactness" } },
                } },
            },
        },
    },
}
