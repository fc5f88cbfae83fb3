using System.Collections.Generic;
using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class ArrayExpression(IReadOnlyList<ScriptExpression> items) : ScriptExpression
{
    public override object Evaluate(TemplateContext context)
    {
        var result = new ScriptArray();
        foreach (var item in items)
            result.Add(context.Evaluate(item));
        return result;
    }
}
