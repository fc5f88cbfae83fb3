namespace Scriban.Syntax;

internal sealed class FunctionStatement(IVariablePath target, FunctionExpression function) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        target.Assign(context, function.Evaluate(context));
        return null;
    }
}
