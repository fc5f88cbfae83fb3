using System.Collections;
using System.Collections.Generic;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>What <c>owner[index]</c> is.</summary>
internal static class Items
{
    // Beyond this, filling the gap would be an easy way to use up memory.
    private const int WidestGap = 1000;

    public static object Get(TemplateContext context, ScriptNode node, object owner, object index)
    {
        if (owner is IList list and not IDictionary && index is not string)
            return AtIndex(context, node, list, context.ToInt(node.Span, index));
        if (owner is IScriptObject or IDictionary<string, object> or IDictionary or not (string or IEnumerable))
            return Members.Get(context, node, owner, context.ObjectToString(index));

        throw node.Error($"Cannot get the item {node.Text} of {TypeNames.Of(owner)}.");
    }

    public static void Set(TemplateContext context, ScriptNode node, object owner, object index, object value)
    {
        if (owner is not ScriptArray list || index is string)
        {
            Members.Set(context, node, owner, context.ObjectToString(index), value);
            return;
        }

        var at = context.ToInt(node.Span, index);
        at = at < 0 ? at + list.Count : at;
        if (at < 0 || at > list.Count + WidestGap)
            throw node.Error($"Cannot set the item {node.Text} of an array with {list.Count} items.");
        list[at] = value;
    }

    private static object AtIndex(TemplateContext context, ScriptNode node, IList list, int index)
    {
        var at = index < 0 ? index + list.Count : index;
        if (at >= 0 && at < list.Count)
            return list[at];
        if (context.EnableRelaxedIndexerAccess)
            return null;

        throw node.Error($"The index {index} is out of the range of {list.Count} items.");
    }
}
