using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>Functions that make a list of a list; none changes the one that it is given.</summary>
internal static class ArrayFunctions
{
    public static ScriptArray Add(TemplateContext context, ScriptNode caller, IEnumerable list, object value) =>
        new(Items(context, caller, list).Append(value));

    public static ScriptArray AddRange(TemplateContext context, ScriptNode caller, IEnumerable list1, IEnumerable list2) =>
        new(Items(context, caller, list1).Concat(Items(context, caller, list2)));

    public static ScriptArray Concat(TemplateContext context, ScriptNode caller, IEnumerable list1, IEnumerable list2) =>
        AddRange(context, caller, list1, list2);

    public static ScriptArray Compact(TemplateContext context, ScriptNode caller, IEnumerable list) =>
        new(Items(context, caller, list).Where(x => x is not null));

    public static ScriptArray Limit(TemplateContext context, ScriptNode caller, IEnumerable list, int count) =>
        new(Items(context, caller, list).Take(count));

    public static ScriptArray Offset(TemplateContext context, ScriptNode caller, IEnumerable list, int index) =>
        new(Items(context, caller, list).Skip(index));

    public static ScriptArray Reverse(TemplateContext context, ScriptNode caller, IEnumerable list) =>
        new(Items(context, caller, list).Reverse());

    public static ScriptArray Uniq(TemplateContext context, ScriptNode caller, IEnumerable list) =>
        new(Items(context, caller, list).Distinct());

    public static ScriptArray InsertAt(TemplateContext context, ScriptNode caller, IEnumerable list, int index, object value)
    {
        var result = new ScriptArray(Items(context, caller, list));
        if (index < 0 || index > result.Count + 1000)
            throw caller.Error($"The index {index} is out of the range of {result.Count} items.");
        while (result.Count < index)
            result.Add(null);
        result.Insert(index, value);
        return result;
    }

    public static ScriptArray RemoveAt(TemplateContext context, ScriptNode caller, IEnumerable list, int index)
    {
        var result = new ScriptArray(Items(context, caller, list));
        var at = index < 0 ? index + result.Count : index;
        if (at >= 0 && at < result.Count)
            result.RemoveAt(at);
        return result;
    }

    public static ScriptArray Map(TemplateContext context, ScriptNode caller, IEnumerable list, string member) =>
        new(Items(context, caller, list).Select(x => Member(context, caller, x, member)));

    public static ScriptArray Sort(TemplateContext context, ScriptNode caller, IEnumerable list, string member = null)
    {
        var order = Comparer<object>.Create((x, y) => Compare(context, caller, x, y));
        var items = Items(context, caller, list);
        return new ScriptArray(items.OrderBy(x => member is null ? x : Member(context, caller, x, member), order));
    }

    private static object Member(TemplateContext context, ScriptNode caller, object item, string path)
    {
        foreach (var member in path.Split('.'))
            item = item is null ? null : Members.Get(context, caller, item, member);
        return item;
    }

    private static int Compare(TemplateContext context, ScriptNode caller, object left, object right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);

        bool Holds(string symbol) => Operators.Apply(new Operation(context, caller, symbol, left, right)) is true;
        return Holds("<") ? -1 : Holds(">") ? 1 : 0;
    }

    private static IEnumerable<object> Items(TemplateContext context, ScriptNode caller, IEnumerable list) =>
        Enumeration.Bounded(context, caller, list);
}
