using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class UnaryExpression(string op, ScriptExpression operand) : ScriptExpression
{
    public override object Evaluate(TemplateContext context)
    {
        var value = context.Evaluate(operand);
        if (op == "!")
            return !Truth.Of(value);
        if (value is null)
            return null;
        if (!Numbers.IsNumber(value))
            throw Error($"The operator `{op}` is not supported for a value of type {TypeNames.Of(value)}.");

        return op == "-" ? Numbers.Negate(value) : value;
    }
}
