using System.Collections.Generic;
using System.Text;

namespace Scriban.Syntax;

internal sealed class InterpolatedExpression(IReadOnlyList<ScriptExpression> parts) : ScriptExpression
{
    public override object Evaluate(TemplateContext context)
    {
        var result = new StringBuilder();
        foreach (var part in parts)
        {
            result.Append(context.ObjectToString(context.Evaluate(part)));
            context.CheckLength(this, result.Length);
        }

        return context.Charged(this, result.ToString());
    }
}
