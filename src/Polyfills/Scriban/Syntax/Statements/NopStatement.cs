namespace Scriban.Syntax;

internal sealed class NopStatement : ScriptStatement
{
    public override object Evaluate(TemplateContext context) => null;
}
