using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class PipeExpression(ScriptExpression left, ScriptExpression right) : ScriptExpression
{
    public override object Evaluate(TemplateContext context)
    {
        var value = context.Evaluate(left);
        if (right is CallExpression call)
            return call.Evaluate(context, [value], null);

        return Invocation.Call(context, right, Invocation.Target(context, right), new ScriptArguments([value]), null);
    }
}
