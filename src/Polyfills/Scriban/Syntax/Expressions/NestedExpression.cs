namespace Scriban.Syntax;

internal sealed class NestedExpression(ScriptExpression inner) : ScriptExpression
{
    public override object Evaluate(TemplateContext context) => context.Evaluate(inner);
}
