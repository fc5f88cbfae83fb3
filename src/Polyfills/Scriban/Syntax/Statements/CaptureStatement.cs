namespace Scriban.Syntax;

internal sealed class CaptureStatement(IVariablePath target, ScriptBlockStatement body) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        object result = null;
        var text = context.Capture(() => result = context.Evaluate(body));
        target.Assign(context, context.Charged(this, text));
        return context.Flow == FlowState.None ? null : result;
    }
}
