using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class VariableExpression(string name) : PathExpression
{
    public string Name => name;

    public override object Resolve(TemplateContext context)
    {
        if (context.TryGetVariableValue(this, out var value))
            return value;
        if (context.StrictVariables)
            throw Error($"The variable or function `{name}` was not found");

        return null;
    }

    public override void Assign(TemplateContext context, object value) => context.SetVariable(this, value);
}
