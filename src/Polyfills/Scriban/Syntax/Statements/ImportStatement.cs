using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class ImportStatement(ScriptExpression source) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var value = context.Evaluate(source);
        if (value is not IScriptObject)
            throw Error($"Only an object can be imported, and {source.Text} is {TypeNames.Of(value)}.");
        ScriptObjectExtensions.Import(context.CurrentGlobal, value);
        return null;
    }
}
