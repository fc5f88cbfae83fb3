using System.Collections.Generic;
using Scriban.Runtime;

namespace Scriban.Syntax;

/// <summary>The branches in order; the last has no condition when it is the else.</summary>
internal sealed class IfStatement(IReadOnlyList<(ScriptExpression Condition, ScriptBlockStatement Body)> branches)
    : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        foreach (var (condition, body) in branches)
        {
            if (condition is null || Truth.Of(context.Evaluate(condition)))
                return context.Evaluate(body);
        }

        return null;
    }
}
