using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class WrapStatement(ScriptExpression target, ScriptBlockStatement body) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var value = target is CallExpression call
            ? call.Evaluate(context, [], body)
            : Invocation.Call(context, target, Invocation.Target(context, target), new ScriptArguments([]), body);
        context.Write(target.Span, value);
        return null;
    }
}
