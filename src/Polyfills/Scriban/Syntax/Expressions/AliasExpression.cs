namespace Scriban.Syntax;

/// <summary><c>@name</c>: a function itself, not what it returns.</summary>
internal sealed class AliasExpression(ScriptExpression operand) : ScriptExpression
{
    public override object Evaluate(TemplateContext context) =>
        operand is IVariablePath path ? path.Resolve(context) : context.Evaluate(operand);
}
