using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class WithStatement(ScriptExpression target, ScriptBlockStatement body) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var value = context.Evaluate(target);
        if (value is not IScriptObject members)
            throw Error($"`with` needs an object, and {target.Text} is {TypeNames.Of(value)}.");

        context.PushGlobal(members);
        try
        {
            return context.Evaluate(body);
        }
        finally
        {
            context.PopGlobal();
        }
    }
}
