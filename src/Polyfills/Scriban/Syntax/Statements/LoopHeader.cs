using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Scriban.Runtime;

namespace Scriban.Syntax;

/// <summary>What a loop runs over: <c>variable in list offset:1 limit:2 reversed</c>.</summary>
internal sealed record LoopHeader(string Variable, ScriptExpression List)
{
    public ScriptExpression Offset { get; set; }

    public ScriptExpression Limit { get; set; }

    public ScriptExpression ColumnCount { get; set; }

    public bool IsReversed { get; set; }

    public int? Columns(TemplateContext context) => Whole(context, ColumnCount);

    /// <summary>The items; of a range, at most one more than the loop may have, so that its limit is what stops it.</summary>
    public IReadOnlyList<object> Items(TemplateContext context, ScriptNode loop)
    {
        var list = context.Evaluate(List);
        if (list is null)
            return [];
        if (list is string || list is not IEnumerable items)
            throw loop.Error($"Unable to loop over {List.Text}, which is {TypeNames.Of(list)}.");

        var result = items.Cast<object>().Skip(Math.Max(0, Whole(context, Offset) ?? 0));
        if (Whole(context, Limit) is { } limit)
            result = result.Take(Math.Max(0, limit));
        if (context.LoopLimit > 0 && !IsReversed && list is not ICollection)
            result = result.Take(context.LoopLimit + 1);
        return IsReversed ? [.. Enumeration.Bounded(context, List, result).Reverse()] : [.. result];
    }

    private static int? Whole(TemplateContext context, ScriptExpression value) =>
        value is null ? null : context.ToInt(value.Span, context.Evaluate(value));
}
