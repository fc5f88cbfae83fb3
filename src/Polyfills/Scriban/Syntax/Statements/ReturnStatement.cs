namespace Scriban.Syntax;

internal sealed class ReturnStatement(ScriptExpression value) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var result = value is null ? null : context.Evaluate(value);
        context.Flow = FlowState.Return;
        return result;
    }
}
