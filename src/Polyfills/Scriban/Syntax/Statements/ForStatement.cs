using System.Collections.Generic;
using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class ForStatement(LoopHeader header, ScriptBlockStatement body, ScriptBlockStatement otherwise) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var items = header.Items(context, this);
        return items.Count == 0
            ? otherwise is null ? null : context.Evaluate(otherwise)
            : Run(context, items);
    }

    private object Run(TemplateContext context, IReadOnlyList<object> items)
    {
        using var loop = context.EnterLoop(this);
        var state = new LoopState { Items = items };
        loop.Scope.Set("for", state);
        foreach (var item in items)
        {
            loop.Step();
            loop.Scope.Set(header.Variable, item);
            var result = context.Evaluate(body);
            if (loop.IsLeft())
                return result;
            state.Next();
        }

        return null;
    }
}
