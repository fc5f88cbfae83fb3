using System;
using Scriban.Runtime;

namespace Scriban.Functions;

/// <summary>The functions that every template knows; public static methods are functions, in snake case.</summary>
internal static class BuiltinFunctions
{
    public static ScriptObject Create() => new()
    {
        ["array"] = Of(typeof(ArrayFunctions), typeof(ArrayQueries), typeof(ArrayCalls)),
        ["date"] = Of(typeof(DateFunctions)),
        ["html"] = Of(typeof(HtmlFunctions)),
        ["math"] = Of(typeof(MathFunctions)),
        ["object"] = Of(typeof(ObjectFunctions), typeof(ObjectTexts)),
        ["regex"] = Of(typeof(RegexFunctions)),
        ["string"] = Of(typeof(StringFunctions), typeof(StringParts), typeof(StringShapes), typeof(StringDigests)),
        ["timespan"] = Of(typeof(TimeSpanFunctions)),
        ["include"] = new IncludeFunction(),
        ["include_join"] = new UnsupportedFunction("include_join"),
        ["empty"] = EmptyScriptObject.Default,
    };

    private static ScriptObject Of(params Type[] types)
    {
        var result = new ScriptObject();
        foreach (var type in types)
            result.Import(type);
        return result;
    }
}
