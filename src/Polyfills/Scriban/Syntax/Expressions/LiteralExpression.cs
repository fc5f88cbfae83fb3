namespace Scriban.Syntax;

internal sealed class LiteralExpression(object value) : ScriptExpression
{
    public override object Evaluate(TemplateContext context) => value;
}
