using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class WhileStatement(ScriptExpression condition, ScriptBlockStatement body) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        using var loop = context.EnterLoop(this);
        var state = new LoopState();
        loop.Scope.Set("while", state);
        while (Truth.Of(context.Evaluate(condition)))
        {
            loop.Step();
            var result = context.Evaluate(body);
            if (loop.IsLeft())
                return result;
            state.Next();
        }

        return null;
    }
}
