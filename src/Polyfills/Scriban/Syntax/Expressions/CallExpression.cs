using System.Collections.Generic;
using Scriban.Runtime;

namespace Scriban.Syntax;

/// <summary>A function with arguments; the name of an argument is null where it is given by position.</summary>
internal sealed class CallExpression(ScriptExpression target, IReadOnlyList<NamedArgument> arguments) : ScriptExpression
{
    public ScriptExpression Target => target;

    public IReadOnlyList<NamedArgument> Arguments => arguments;

    public override object Evaluate(TemplateContext context) => Evaluate(context, [], null);

    /// <summary>Calls it with values before its own arguments, and with a block that it may render.</summary>
    public object Evaluate(TemplateContext context, IReadOnlyList<object> before, ScriptBlockStatement block)
    {
        var function = Invocation.Target(context, target);
        var values = new ScriptArguments(before);
        foreach (var argument in arguments)
            Invocation.Add(values, function, argument.Name, context.Evaluate(argument.Value));
        return Invocation.Call(context, this, function, values, block);
    }
}
