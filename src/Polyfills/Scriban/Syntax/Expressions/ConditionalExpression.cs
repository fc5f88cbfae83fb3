using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class ConditionalExpression(ScriptExpression condition, ScriptExpression then, ScriptExpression otherwise)
    : ScriptExpression
{
    public override object Evaluate(TemplateContext context) =>
        context.Evaluate(Truth.Of(context.Evaluate(condition)) ? then : otherwise);
}
