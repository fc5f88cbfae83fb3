using System;
using System.Globalization;

namespace Scriban.Syntax;

/// <summary><c>$name</c>, the arguments <c>$</c>, <c>$0</c> and so on, and the wrapped block <c>$$</c>.</summary>
internal sealed class LocalExpression(string name) : PathExpression
{
    public override object Resolve(TemplateContext context)
    {
        var scope = context.Locals;
        if (name == "$")
            return scope.Arguments;
        if (name == "$$")
            return scope.Block is null ? null : context.EvaluateBlock(scope.Block);
        if (int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return index < scope.Arguments.Count ? scope.Arguments[index] : null;
        if (scope.TryGet(name, out var value))
            return value;
        if (context.StrictVariables)
            throw Error($"The variable or function `{name}` was not found");

        return null;
    }

    public override void Assign(TemplateContext context, object value)
    {
        if (name is "$" or "$$" || char.IsAsciiDigit(name[1]))
            throw Error($"`{name}` holds what the function was called with, and cannot be assigned.");
        context.Locals.Set(name, value);
    }
}
