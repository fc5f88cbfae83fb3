using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class BinaryExpression(string op, ScriptExpression left, ScriptExpression right) : ScriptExpression
{
    public override object Evaluate(TemplateContext context)
    {
        var value = context.Evaluate(left);
        return op switch
        {
            "&&" => Truth.Of(value) && Truth.Of(context.Evaluate(right)),
            "||" => Truth.Of(value) || Truth.Of(context.Evaluate(right)),
            "??" => value ?? context.Evaluate(right),
            "?!" => value is null ? null : context.Evaluate(right),
            _ => Operators.Apply(new Operation(context, this, op, value, context.Evaluate(right))),
        };
    }
}
