namespace Scriban.Syntax;

internal sealed class ThisExpression : ScriptExpression
{
    public override object Evaluate(TemplateContext context) => context.CurrentGlobal;
}
