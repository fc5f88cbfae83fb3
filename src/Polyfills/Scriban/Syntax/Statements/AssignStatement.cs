using Scriban.Runtime;

namespace Scriban.Syntax;

/// <summary><c>target = value</c>, or with an operator before the equals sign.</summary>
internal sealed class AssignStatement(IVariablePath target, string op, ScriptExpression value) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var before = op is null ? null : context.Evaluate((ScriptExpression)target);
        var result = context.Evaluate(value);
        if (op is not null)
            result = Operators.Apply(new Operation(context, this, op, before, result));
        target.Assign(context, result);
        return null;
    }
}
