using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>Functions that make something else of a list.</summary>
internal static class ArrayQueries
{
    public static int Size(TemplateContext context, ScriptNode caller, IEnumerable list) =>
        Enumeration.Count(context, caller, list ?? Enumerable.Empty<object>());

    public static object First(TemplateContext context, ScriptNode caller, IEnumerable list) =>
        Enumeration.Bounded(context, caller, list).FirstOrDefault();

    public static object Last(TemplateContext context, ScriptNode caller, IEnumerable list) =>
        list is IList known ? known.Count == 0 ? null : known[^1] : Enumeration.Bounded(context, caller, list).LastOrDefault();

    /// <summary>Whether an item is of the same type and value; the int 10 is not the long 10 that a template writes.</summary>
    public static bool Contains(TemplateContext context, ScriptNode caller, IEnumerable list, object item) =>
        Enumeration.Bounded(context, caller, list).Any(x => Equals(x, item));

    public static string Join(
        TemplateContext context, ScriptNode caller, IEnumerable list, string delimiter, object function = null)
    {
        var result = new StringBuilder();
        var separator = string.Empty;
        foreach (var item in Enumeration.Bounded(context, caller, list))
        {
            var value = function is null ? item : Invocation.Call(context, caller, function, item);
            result.Append(separator).Append(context.ObjectToString(value));
            context.CheckLength(caller, result.Length);
            separator = delimiter;
        }

        return result.ToString();
    }

    /// <summary>The next of the items at each call with the same list, or in the same group.</summary>
    public static object Cycle(TemplateContext context, ScriptNode caller, IList list, object group = null)
    {
        if (list is null || list.Count == 0)
            return null;

        var key = context.ObjectToString(group ?? list, nested: true);
        var index = context.Cycles.GetValueOrDefault(key) % list.Count;
        context.Cycles[key] = index + 1;
        return list[index];
    }
}
