namespace Scriban.Syntax;

internal sealed class JumpStatement(FlowState flow) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        if (!context.IsInLoop)
            throw Error($"`{Text}` is outside of a loop.");
        context.Flow = flow;
        return null;
    }
}
