namespace Scriban.Syntax;

internal sealed class RawStatement(string text) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        context.Write(text);
        return null;
    }
}
