using System.Collections.Generic;
using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class ObjectExpression(IReadOnlyList<(string Name, ScriptExpression Value)> members) : ScriptExpression
{
    public override object Evaluate(TemplateContext context)
    {
        var result = new ScriptObject();
        foreach (var (name, value) in members)
            result[name] = context.Evaluate(value);
        return result;
    }
}
