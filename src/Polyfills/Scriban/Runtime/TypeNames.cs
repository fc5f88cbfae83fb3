using System;
using System.Collections;

namespace Scriban.Runtime;

internal static class TypeNames
{
    /// <summary>A value's type in the words of templates, for messages.</summary>
    public static string Of(object value) => value switch
    {
        null => "null",
        string => "string",
        bool => "bool",
        IScriptCustomFunction => "function",
        DateTime => "datetime",
        TimeSpan => "timespan",
        ScriptArray => "array",
        ScriptObject => "object",
        IScriptObject or IDictionary => "object",
        _ when Numbers.IsNumber(value) => "number",
        IEnumerable => "array",
        _ => StandardMemberRenamer.Rename(value.GetType().Name),
    };
}
