using System.Collections.Generic;
using System.Linq;
using Scriban.Runtime;

namespace Scriban.Syntax;

/// <summary>The values of each branch; the last has none when it is the else.</summary>
internal sealed class CaseStatement(
    ScriptExpression subject, IReadOnlyList<(IReadOnlyList<ScriptExpression> Values, ScriptBlockStatement Body)> branches)
    : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var value = context.Evaluate(subject);
        foreach (var (values, body) in branches)
        {
            if (values is null || values.Any(x => IsEqual(context, value, context.Evaluate(x))))
                return context.Evaluate(body);
        }

        return null;
    }

    private bool IsEqual(TemplateContext context, object left, object right) =>
        Operators.Apply(new Operation(context, this, "==", left, right)) is true;
}
