namespace Scriban.Syntax;

internal sealed class ReadOnlyStatement(VariableExpression variable) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        context.CurrentGlobal.SetReadOnly(variable.Name, true);
        return null;
    }
}
