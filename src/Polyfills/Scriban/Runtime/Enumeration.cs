using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>Running over lists within an operator or a function, which the loop limit bounds as it does statements.</summary>
internal static class Enumeration
{
    public static IEnumerable<object> Bounded(TemplateContext context, ScriptNode node, IEnumerable list)
    {
        var count = 0;
        var limit = context.LoopLimitQueryable ?? context.LoopLimit;
        foreach (var item in list ?? Enumerable.Empty<object>())
        {
            context.CheckAbort();
            count++;
            if (limit > 0 && count > limit)
                throw node.Error($"Exceeding number of iteration limit `{limit}` within a function or an operator.");
            yield return item;
        }
    }

    public static int Count(TemplateContext context, ScriptNode node, IEnumerable list) =>
        list is ICollection collection ? collection.Count : Bounded(context, node, list).Count();
}
