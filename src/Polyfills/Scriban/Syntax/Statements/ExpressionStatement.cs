namespace Scriban.Syntax;

internal sealed class ExpressionStatement(ScriptExpression expression, bool isIndented) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var value = context.Evaluate(expression);
        if (context.Flow != FlowState.None)
            return value;

        if (isIndented && context.AutoIndent && context.EnableOutput && context.ObjectToString(value).Contains('\n'))
            throw Error("Indenting a value of several lines is not supported: set AutoIndent to false, or begin with `{{~`.");
        context.Write(expression.Span, value);
        return value;
    }
}
